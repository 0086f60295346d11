package dev.hybridrouter.audit;

import dev.hybridrouter.audit.AuditException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A directory of the host that holds one log, locked while this is open. */
final class Folder implements Store {
    static final String LOCK = "audit.lock";
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
     * @throws AuditException if it cannot be written or is locked already
     */
    static Folder open(Path directory) {
        try {
            Files.createDirectories(directory);
            FileChannel lock =
                    FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locks(lock)) {
                throw new AuditException(
                        Reason.LOCKED,
                        "audit.directory: " + directory
                                + " is open in another log, of this process or another (expected: one directory for"
                                + " each log, and the other process ended)",
                        null);
            }
            return new Folder(directory, lock);
        } catch (IOException e) {
            throw new AuditException(
                    Reason.NOT_WRITABLE,
                    "audit.directory: " + directory + " cannot be written: " + e
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
            LOG.debug("The directory of the audit log is open in this process", e);
        } finally {
            if (taken == null) {
                quietly(channel);
            }
        }
        return taken != null;
    }

    @Override
    public List<String> files() throws IOException {
        return files(directory);
    }

    static List<String> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(file -> file.getFileName().toString())
                    .filter(FileName::is)
                    .sorted()
                    .toList();
        }
    }

    @Override
    public InputStream read(String file) throws IOException {
        return Files.newInputStream(directory.resolve(file));
    }

    @Override
    public Output create(String file, ByteBuffer beginning) throws IOException {
        Path target = directory.resolve(file);
        Path next = directory.resolve(file + FileName.UNFINISHED);
        try (Appender begun = new Appender(FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING))) {
            begun.write(beginning);
            begun.force();
        }
        Files.move(next, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceNames();
        return new Appender(FileChannel.open(target, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
    }

    @Override
    public void force(String file) throws IOException {
        try (FileChannel channel = FileChannel.open(directory.resolve(file), StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    @Override
    public void delete(String file) throws IOException {
        Files.deleteIfExists(directory.resolve(file));
    }

    /** Makes the renaming last. Some systems cannot open directories; those keep names by themselves. */
    private void forceNames() throws IOException {
        FileChannel names;
        try {
            names = FileChannel.open(directory, StandardOpenOption.READ);
        } catch (IOException e) {
            LOG.debug("The directory of the audit log cannot be forced to the disk", e);
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
            LOG.debug("A file of the audit log could not be closed", e);
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
