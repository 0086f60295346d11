package dev.hybridrouter.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who holds a lock, as its file says: a process, when that began, and which of its openings it is.
 *
 * @param pid the process
 * @param started when it began, in milliseconds of the epoch
 * @param opening no other opening has it
 */
record LockOwner(long pid, long started, String opening) {
    /** More than any owner is long. */
    static final int LONGEST = 256;

    /** By so much the system's word on when a process began moves with its clock. */
    private static final Duration DRIFT = Duration.ofSeconds(2);

    private static final String SEPARATOR = " ";

    /** A new opening by this process. */
    static LockOwner here() {
        ProcessHandle self = ProcessHandle.current();
        long started = self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return new LockOwner(self.pid(), started, UUID.randomUUID().toString());
    }

    /** What a file says; null if it names nobody, as after a close, or was torn. */
    static @Nullable LockOwner parse(ByteBuffer bytes) {
        String[] words =
                StandardCharsets.US_ASCII.decode(bytes).toString().strip().split(SEPARATOR, -1);
        try {
            return words.length == 3
                    ? new LockOwner(Long.parseLong(words[0]), Long.parseLong(words[1]), words[2])
                    : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    ByteBuffer bytes() {
        return StandardCharsets.US_ASCII.encode(String.join(SEPARATOR, "" + pid, "" + started, opening) + "\n");
    }

    /**
     * Whether it is another process that certainly still runs. A number that the system gave to a younger process does not
     * count, nor does a process that ended and that nobody has asked for yet: it has no command line any more.
     */
    boolean isAliveElsewhere() {
        return pid != ProcessHandle.current().pid()
                && ProcessHandle.of(pid)
                        .map(ProcessHandle::info)
                        .filter(this::isOf)
                        .isPresent();
    }

    private boolean isOf(ProcessHandle.Info process) {
        Optional<Instant> began = process.startInstant();
        return process.commandLine().isPresent()
                && began.isPresent()
                && Math.abs(began.get().toEpochMilli() - started) <= DRIFT.toMillis();
    }

    @Override
    public String toString() {
        return "process " + pid;
    }
}
