package dev.hybridrouter.journal;

import dev.hybridrouter.journal.LedgerJournalException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A directory of the host that holds one journal, locked while this is open. */
final class Folder implements Disk {
    static final String JOURNAL = "ledger.journal";
    static final String NEXT = "ledger.journal.new";
    static final String LOCK = "ledger.lock";
    private static final Logger LOG = LoggerFactory.getLogger(Folder.class);

    private final Path directory;
    private final FileChannel lock;

    private Folder(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /**
     * Locks a directory, which is created if there is none.
     *
     * @throws LedgerJournalException if it cannot be written or is locked already
     */
    static Folder open(Path directory) {
        try {
            Files.createDirectories(directory);
            FileChannel lock =
                    FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locks(lock)) {
                throw new LedgerJournalException(
                        Reason.LOCKED,
                        "ledger.directory: " + directory
                                + " is open in another ledger, of this process or another (expected: one directory for"
                                + " each ledger, and the other process ended)",
                        null);
            }
            return new Folder(directory, lock);
        } catch (IOException e) {
            throw new LedgerJournalException(
                    Reason.NOT_WRITABLE,
                    "ledger.directory: " + directory + " cannot be written: " + e
                            + " (expected: a directory in which this process may create files)",
                    e);
        }
    }

    /** Whether the lock could be had; the channel is closed unless it was. */
    private static boolean locks(FileChannel channel) throws IOException {
        FileLock taken = null;
        try {
            taken = channel.tryLock();
        } catch (OverlappingFileLockException e) { // held by this process
            LOG.debug("The directory of the ledger is open in this process", e);
        } finally {
            if (taken == null) {
                quietly(channel);
            }
        }
        return taken != null;
    }

    @Override
    public byte @Nullable [] read() throws IOException {
        Path journal = directory.resolve(JOURNAL);
        return Files.exists(journal) ? Files.readAllBytes(journal) : null;
    }

    @Override
    public Output create() throws IOException {
        Path next = directory.resolve(NEXT);
        return new Appender(FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING));
    }

    @Override
    public void publish() throws IOException {
        Files.move(
                directory.resolve(NEXT),
                directory.resolve(JOURNAL),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        forceNames();
    }

    /** Makes the renaming last. Some systems cannot open directories; those keep names by themselves. */
    private void forceNames() throws IOException {
        FileChannel names;
        try {
            names = FileChannel.open(directory, StandardOpenOption.READ);
        } catch (IOException e) {
            LOG.debug("The directory of the ledger's journal cannot be forced to the disk", e);
            return;
        }
        try (names) {
            names.force(true);
        }
    }

    @Override
    public void close() {
        quietly(lock);
    }

    @Override
    public String toString() {
        return directory.toString();
    }

    private static void quietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("A file of the ledger's journal could not be closed", e);
        }
    }

    /** The end of a file. */
    private record Appender(FileChannel channel) implements Output {
        @Override
        public void write(ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void close() {
            quietly(channel);
        }
    }
}
