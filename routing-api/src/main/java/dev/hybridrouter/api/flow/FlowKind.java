package dev.hybridrouter.api.flow;

import dev.hybridrouter.api.internal.Check;
import java.util.Locale;

/** What a flow of data leads to. */
public enum FlowKind {
    /** A target, by attempts. */
    TARGET(true),
    /** A server between an adapter and its target, such as an MCP server; part of the flow to that target. */
    SERVER(true),
    /** Whoever is sent the data because of a request's provider options, such as a guardrail; part of the flow to a target. */
    OPTIONS(true),
    /** An embedder. */
    EMBEDDING(true),
    /** A guard outside the process. */
    REMOTE_GUARD(true),
    /** The second level of the cache. */
    SHARED_CACHE(true),
    /** A provider that counts tokens. */
    TOKEN_COUNT(true),
    /** A store of the host, which may be anywhere. */
    STORE(true),
    /** Memory of the process. */
    MEMORY(false),
    /** Files that the process writes. */
    FILE(false);

    private final boolean leaving;
    private final String prefix = name().toLowerCase(Locale.ROOT) + ":";

    FlowKind(boolean leaving) {
        this.leaving = leaving;
    }

    /** Returns whether the data may be out of the host's hands, so that somebody else's handling counts. */
    public boolean isLeaving() {
        return leaving;
    }

    /** Returns the id of the flow of this kind to what has this name: {@code target:dublin}. */
    public String id(String name) {
        return prefix + Check.notBlank(name, "flow.name");
    }
}
