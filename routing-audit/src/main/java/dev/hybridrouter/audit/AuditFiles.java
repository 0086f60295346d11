package dev.hybridrouter.audit;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.audit.AuditException.Reason;
import dev.hybridrouter.audit.AuditLine.Begun;
import dev.hybridrouter.audit.AuditRecord.Lost;
import dev.hybridrouter.diagnostics.LogEvent;
import dev.hybridrouter.log.FolderLockedException;
import dev.hybridrouter.log.LockedFolder;
import dev.hybridrouter.log.Store;
import dev.hybridrouter.spi.RouterClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps records as lines of JSON in the files of one directory, each line chained to the one before by its hash, also from
 * file to file. {@link AuditVerifier} tells whether anything was changed since; {@code docs/audit.md} says what it can
 * tell, and what only with a key or a checkpoint. Files are never changed once another has followed, and a restart always
 * begins a new one. Not thread-safe: it belongs to one {@link AuditLog}.
 */
public final class AuditFiles implements AuditSink {
    private static final String LOCK = "audit.lock";
    private static final long NOT_NUMBERED = Long.MAX_VALUE;

    private final Store store;
    private final RouterClock clock;
    private final ChainFile file;
    private final Checkpoints checkpoints;
    private final Retention retention;
    private final @Nullable Duration keepFor;
    private final long rotateAt;
    private final Duration rotateEvery;
    private final long forceNanos;
    private boolean whole;
    private long[] numbers = new long[0];
    private long acknowledged;
    private long vanished;
    private long doubtfulFrom = NOT_NUMBERED;
    private long forced;
    private long forcedAtNanos;

    private AuditFiles(Store store, Builder builder) throws IOException {
        this.store = store;
        clock = builder.clock;
        file = new ChainFile(store, builder.chainKey);
        checkpoints = new Checkpoints(builder.checkpointTo, builder.checkpointRecords, builder.checkpointEvery, clock);
        keepFor = builder.keepFor;
        rotateAt = builder.rotateAt;
        rotateEvery = builder.rotateEvery;
        forceNanos = builder.forceEvery.toNanos();
        forcedAtNanos = clock.nanoTime();
        Recovery found = Recovery.of(store);
        KeyHistory.of(store).check(builder.chainKey, store);
        retention = new Retention(store, builder.keepFor, clock, found.end());
        begin(found, Begun.OPENED);
    }

    /**
     * Opens the log in a directory, which is created if there is none, with every default.
     *
     * @throws AuditException if it cannot be written, is open elsewhere, is damaged at its end or of a newer version
     */
    public static AuditFiles open(Path directory) {
        return builder(directory).open();
    }

    /** Returns a builder for the log in a directory. */
    public static Builder builder(Path directory) {
        return new Builder(Check.notNull(directory, "audit.directory"));
    }

    /** How long records are kept; null for ever. */
    @Nullable
    Duration keepFor() {
        return keepFor;
    }

    static Store locked(Path directory) {
        try {
            return LockedFolder.open(directory, LOCK);
        } catch (FolderLockedException e) {
            throw new AuditException(
                    Reason.LOCKED,
                    "audit.directory: " + directory
                            + " is open in another log, of this process or another (expected: one directory for"
                            + " each log, and the other process ended)",
                    e);
        } catch (IOException e) {
            throw new AuditException(
                    Reason.NOT_WRITABLE,
                    "audit.directory: " + directory + " cannot be written: " + e
                            + " (expected: a directory in which this process may create files)",
                    e);
        }
    }

    /** Begins a file behind what is in the store, which has to be on the disk before anything there speaks of it. */
    private void begin(Recovery found, Begun why) throws IOException {
        List<String> before = FileName.in(store);
        if (!before.isEmpty()) {
            surely(() -> store.force(before.get(before.size() - 1)));
        }
        file.begin(found.end(), why, found.torn(), clock.instant());
        retention.begun();
        forced();
        whole = true;
        if (found.torn() > 0) {
            LogEvent.AUDIT_TORN
                    .line()
                    .with("path", store)
                    .with("bytes", found.torn())
                    .log();
        }
    }

    @Override
    public void write(List<AuditRecord> records) throws IOException {
        try {
            int kept = whole ? 0 : resume();
            numbers = Arrays.copyOf(numbers, records.size());
            Arrays.fill(numbers, kept, numbers.length, NOT_NUMBERED);
            for (int i = kept; i < records.size(); i++) {
                if (file.size() >= rotateAt && !file.isEmpty()) {
                    rotate();
                }
                numbers[i] = file.end().next();
                append(records.get(i));
            }
            file.flush();
            if (forceNanos == 0) {
                force();
            }
            acknowledged();
        } catch (IOException e) {
            whole = false;
            throw e;
        }
    }

    private void append(AuditRecord record) throws IOException {
        try {
            file.append(AuditLine.of(record));
        } catch (RuntimeException e) { // a bug must not keep all later records out
            LogEvent.AUDIT_RECORD_FAILED
                    .line()
                    .with("path", store)
                    .with("cause", e.getClass().getName())
                    .thrown(e)
                    .log();
            file.append(AuditLine.of(new Lost(record.time(), 1)));
        }
    }

    private void acknowledged() {
        acknowledged = file.end().next();
        numbers = new long[0];
        vanished = 0;
        doubtfulFrom = NOT_NUMBERED;
    }

    /** Begins a new file after a failure; returns how many of the records that were being written are in the old one. */
    private int resume() throws IOException {
        file.leave();
        Recovery found = Recovery.of(store);
        long next = found.end().next();
        int kept = 0;
        while (kept < numbers.length && numbers[kept] < next) {
            kept++;
        }
        // The first line of the next file may get the number that one of the others was to have.
        Arrays.fill(numbers, kept, numbers.length, NOT_NUMBERED);
        if (next < acknowledged) {
            LogEvent.AUDIT_RECORDS_GONE
                    .line()
                    .with("path", store)
                    .with("records", acknowledged - next)
                    .log();
            vanished += acknowledged - next;
            acknowledged = next;
        }
        begin(found, Begun.FAILED);
        if (vanished > 0) {
            file.append(AuditLine.of(new Lost(clock.instant(), vanished)));
        }
        if (doubtfulFrom < next) {
            file.append(AuditLine.unforced(clock.instant(), doubtfulFrom, next - 1));
        }
        return kept;
    }

    private void rotate() throws IOException {
        force();
        file.begin(file.end(), Begun.ROTATED, 0, clock.instant());
        retention.begun();
        forced();
    }

    @Override
    public void upkeep() throws IOException {
        try {
            if (!whole) {
                resume();
                file.flush();
                acknowledged();
            }
            if (!file.isEmpty() && !clock.instant().isBefore(file.begun().plus(rotateEvery))) {
                rotate();
            }
            retention.apply(file);
            if (forced < file.end().next() && clock.nanoTime() - forcedAtNanos >= forceNanos) {
                force();
            }
            if (checkpoints.isDue(file.end())) {
                force();
                checkpoints.tell(file.end());
            }
            acknowledged = file.end().next();
        } catch (IOException e) {
            whole = false;
            throw e;
        }
    }

    private void force() throws IOException {
        file.flush();
        surely(file::force);
        forced();
    }

    /** Forces to the disk. Where that fails, the system may drop what it could not write, and call the next attempt a success. */
    private void surely(Forcing forcing) throws IOException {
        try {
            forcing.run();
        } catch (IOException e) {
            doubtfulFrom = Math.min(doubtfulFrom, forced);
            throw e;
        }
    }

    /** Brings something to the disk. */
    private interface Forcing {
        void run() throws IOException;
    }

    private void forced() {
        forced = file.end().next();
        forcedAtNanos = clock.nanoTime();
    }

    /** Writes that the log ends here in good order, forces it, hands out a last checkpoint and unlocks the directory. */
    @Override
    public void close() throws IOException {
        try (store) {
            if (!whole) {
                resume();
            }
            file.append(AuditLine.end(clock.instant()));
            force();
            checkpoints.tell(file.end());
        } finally {
            whole = false;
            file.leave();
        }
    }

    @Override
    public String toString() {
        return "AuditFiles[" + file + "]";
    }

    /** Builds {@link AuditFiles}. Not thread-safe. */
    public static final class Builder {
        private static final long LEAST_ROTATION = 1 << 10;

        private final Path directory;
        private long rotateAt = 1 << 27;
        private Duration rotateEvery = Duration.ofDays(1);
        private Duration forceEvery = Duration.ofSeconds(1);
        private @Nullable Duration keepFor;
        private @Nullable AuditKey chainKey;
        private @Nullable Consumer<Checkpoint> checkpointTo;
        private long checkpointRecords = 10_000;
        private Duration checkpointEvery = Duration.ofMinutes(1);
        private RouterClock clock = RouterClock.system();

        private Builder(Path directory) {
            this.directory = directory;
        }

        /** Sets at how many bytes a new file is begun, at least 1024; 134,217,728 unless set. */
        public Builder rotateAt(long bytes) {
            rotateAt = Check.atLeast(LEAST_ROTATION, bytes, "audit.rotateAt");
            return this;
        }

        /** Sets after what time a new file is begun, if the old one holds records; a day unless set. */
        public Builder rotateEvery(Duration value) {
            rotateEvery = Check.positive(value, "audit.rotateEvery");
            return this;
        }

        /**
         * Sets how long records may be with the operating system before they are forced to the disk, which is what a loss of
         * power can take; zero forces after every write. A second unless set.
         */
        public Builder forceEvery(Duration value) {
            forceEvery = Check.notNegative(value, "audit.forceEvery");
            return this;
        }

        /**
         * Sets after what time files are removed, counted from the last record in them; they are kept for ever unless set. It is
         * done within the hour. The log says what was removed, so that the rest can still be verified.
         */
        public Builder keepFor(Duration value) {
            keepFor = Check.positive(value, "audit.keepFor");
            return this;
        }

        /**
         * Sets the key of the chain: hashes are then HMAC-SHA-256, and nobody without the key can make a line that the
         * verifier takes for the log's own. Unless set they are SHA-256, which anybody can make. A key that another has
         * followed cannot come back, under its name: whoever stole it could make lines with it.
         */
        public Builder chainKey(AuditKey value) {
            chainKey = Check.notNull(value, "audit.chainKey");
            return this;
        }

        /**
         * Sets who is handed checkpoints: about every so many records, after so much time in which there were any, and when
         * the log is closed. What a checkpoint covers is on the disk by then, as far as the disk tells. It is called by the
         * log's thread, may block, and should put them where those who can write the directory cannot.
         */
        public Builder checkpoints(long records, Duration every, Consumer<Checkpoint> to) {
            checkpointRecords = Check.atLeast(1, records, "audit.checkpoints.records");
            checkpointEvery = Check.positive(every, "audit.checkpoints.every");
            checkpointTo = Check.notNull(to, "audit.checkpoints.to");
            return this;
        }

        /** As {@link #checkpoints(long, Duration, Consumer)}, about every 10,000 records and every minute. */
        public Builder checkpoints(Consumer<Checkpoint> to) {
            return checkpoints(checkpointRecords, checkpointEvery, to);
        }

        /** Sets the source of time; the system's clock unless set. */
        public Builder clock(RouterClock value) {
            clock = Check.notNull(value, "audit.clock");
            return this;
        }

        /**
         * Opens the log.
         *
         * @throws AuditException if the directory cannot be written, is open elsewhere, is damaged at its end or of a newer
         *     version, or if the key of the chain was replaced by another in it
         */
        public AuditFiles open() {
            return open(locked(directory));
        }

        AuditFiles open(Store store) {
            try {
                return new AuditFiles(store, this);
            } catch (IOException e) {
                store.close();
                throw new AuditException(
                        Reason.NOT_WRITABLE,
                        "audit.directory: " + store + " cannot be written: " + e + " (expected: room and access)",
                        e);
            } catch (RuntimeException e) {
                store.close();
                throw e;
            }
        }
    }
}
