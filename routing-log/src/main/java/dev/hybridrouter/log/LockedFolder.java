package dev.hybridrouter.log;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A directory of the host that holds one log, locked while this is open. Each write and each forcing ends with a look
 * whether the directory and the file are still this log's. They throw {@link FolderLostException} if those are somebody
 * else's now, and {@link java.nio.file.NoSuchFileException} if only the file was removed, which can be written anew.
 */
public final class LockedFolder implements Store {
    /** Ends the name of a file that has no whole beginning yet. */
    public static final String UNFINISHED = ".new";

    private final Path directory;
    private final FolderLock lock;

    private LockedFolder(Path directory, FolderLock lock) {
        this.directory = directory;
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
        return new LockedFolder(directory, FolderLock.of(directory.resolve(lock)));
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
        lock.check();
        Path next = directory.resolve(file + UNFINISHED);
        Appender begun = new Appender(FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING));
        boolean whole = false;
        try {
            beginning.writeTo(begun);
            begun.force();
            begun.move(next, directory.resolve(file));
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
        lock.check();
        Files.deleteIfExists(directory.resolve(file));
    }

    /** Makes the renaming last. Some systems cannot open directories; those keep names by themselves. */
    private void forceNames() throws IOException {
        FileChannel names;
        try {
            names = FileChannel.open(directory, StandardOpenOption.READ);
        } catch (IOException e) {
            FileNotes.log(directory, "names cannot be forced to the disk", e);
            return;
        }
        try (names) {
            names.force(true);
        }
    }

    /** Unlocks the directory. */
    @Override
    public void close() {
        lock.close();
    }

    @Override
    public String toString() {
        return directory.toString();
    }

    /** The end of a file. */
    private final class Appender implements Output {
        private final FileChannel channel;
        private @Nullable Path path; // null until it has its name
        private @Nullable FileIdentity identity;

        Appender(FileChannel channel) {
            this.channel = channel;
        }

        void move(Path from, Path to) throws IOException {
            identity = FileIdentity.of(from);
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            path = to;
            check();
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            check();
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
            check();
        }

        /** After the writing, never before: then whoever takes the directory over after it sees what was written. */
        private void check() throws IOException {
            lock.check();
            if (path != null && identity != null && !FileIdentity.of(path).equals(identity)) {
                throw new FolderLostException(path + " was replaced while it was open");
            }
        }

        @Override
        public void close() {
            FolderLock.quietly(channel);
        }
    }
}
