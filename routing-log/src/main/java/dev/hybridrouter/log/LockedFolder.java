package dev.hybridrouter.log;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory of the host that holds one log, locked while this is open.
 *
 * <p>It is locked twice. Where locks belong to processes, as on Linux, a process loses its lock of a file as soon as it
 * closes that file anywhere. So the second opener of a process must not come as far as the file that keeps other processes
 * out: a first file keeps it out, whose lock the JVM remembers even where the system has forgotten it.
 */
public final class LockedFolder implements Store {
    /** Ends the name of a file that has no whole beginning yet. */
    public static final String UNFINISHED = ".new";

    /** Ends the name of the file that keeps other openers of the same process out. */
    static final String PROCESS = ".process";

    private static final Logger LOG = LoggerFactory.getLogger(LockedFolder.class);

    private final Path directory;
    private final FileChannel ofProcess;
    private final FileChannel lock;

    private LockedFolder(Path directory, FileChannel ofProcess, FileChannel lock) {
        this.directory = directory;
        this.ofProcess = ofProcess;
        this.lock = lock;
    }

    /**
     * Locks a directory, which is created if there is none.
     *
     * @param lock name of the file that is locked
     * @throws FolderLockedException if it is open already
     * @throws IOException if it cannot be written
     */
    public static LockedFolder open(Path directory, String lock) throws IOException {
        Files.createDirectories(directory);
        FileChannel ofProcess = locked(directory, lock + PROCESS);
        try {
            return new LockedFolder(directory, ofProcess, locked(directory, lock));
        } catch (IOException | RuntimeException e) {
            quietly(ofProcess);
            throw e;
        }
    }

    /** A file whose lock could be had; it is closed again otherwise. */
    private static FileChannel locked(Path directory, String file) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve(file), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            LOG.debug("{} is open in this process", directory, e);
        } finally {
            if (!locked) {
                quietly(channel);
            }
        }
        if (!locked) {
            throw new FolderLockedException(directory);
        }
        return channel;
    }

    /** The names of all files in a directory, in order; it need not be open. */
    public static List<String> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Override
    public List<String> files() throws IOException {
        return files(directory);
    }

    @Override
    public InputStream read(String file) throws IOException {
        return Files.newInputStream(directory.resolve(file));
    }

    @Override
    public Output create(String file, Beginning beginning) throws IOException {
        Path next = directory.resolve(file + UNFINISHED);
        Appender begun = new Appender(FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING));
        boolean whole = false;
        try {
            beginning.writeTo(begun);
            begun.force();
            Files.move(
                    next, directory.resolve(file), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceNames();
            whole = true;
            return begun;
        } finally {
            if (!whole) {
                begun.close();
            }
        }
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
            LOG.debug("{} cannot be forced to the disk", directory, e);
            return;
        }
        try (names) {
            names.force(true);
        }
    }

    /** Unlocks the directory; the file that keeps other processes out comes first, as long as nobody else is at it. */
    @Override
    public void close() {
        quietly(lock);
        quietly(ofProcess);
    }

    @Override
    public String toString() {
        return directory.toString();
    }

    private static void quietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("A file of a log could not be closed", e);
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
