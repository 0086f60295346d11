package dev.hybridrouter.mcp;

import java.time.Duration;

/** How much of what a server sends is read. A server decides nothing about memory and work here. */
final class Limits {
    /** Longest message, in bytes. */
    static final int MESSAGE = 16 * 1024 * 1024;

    /** Most bytes of one line that may pass by unread before a pipe is given up. */
    static final long SKIPPED = 16L * MESSAGE;

    /** Most bytes on one open stream of what belongs to no request, which is then opened anew. */
    static final long SERVER_EVENTS = 4L * MESSAGE;

    /** Most pages of a list of tools. */
    static final int PAGES = 100;

    /** Most tools of a list. */
    static final int TOOLS = 10_000;

    /** Least time between two readings of a list of tools because a server says that it has changed. */
    static final Duration BETWEEN_LISTS = Duration.ofSeconds(1);

    /** Most messages on their way over HTTP that are no requests. */
    static final int NOTIFICATIONS = 512;

    private Limits() {}
}
