package dev.hybridrouter.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps everybody else out of a directory, in three ways, because each has a hole.
 *
 * <p>The lock of the operating system ends with the process. But where locks belong to processes, as on Linux, a process loses
 * its lock of a file as soon as it closes that file anywhere, for example after it has copied it. So
 *
 * <ul>
 *   <li>a second opener of this process must not come as far as the file: another one, the file of the process, keeps it out. The
 *       JVM itself remembers which files it has locked, for all class loaders, where the system has forgotten it;
 *   <li>the file names its owner. Who gets the lock while the owner still runs has not got it by right, and gives way;
 *   <li>{@link #check} finds out whether the file is still the one that was locked, and names this opening. Whoever takes a
 *       directory over writes its own name before it reads anything. So what was written before a check that passes is seen
 *       by the next owner, even where that could not see that this process runs.
 * </ul>
 */
final class FolderLock implements AutoCloseable {
    /** Ends the name of the file that keeps other openers of the same process out. */
    static final String PROCESS = ".process";

    private final Path path;
    private final FileChannel ofProcess;
    private final FileChannel channel;
    private final FileIdentity identity;
    private final ByteBuffer name;
    private final ByteBuffer found = ByteBuffer.allocate(LockOwner.LONGEST);

    private FolderLock(Path path, FileChannel ofProcess, FileChannel channel) throws IOException {
        this.path = path;
        this.ofProcess = ofProcess;
        this.channel = channel;
        this.identity = FileIdentity.of(path);
        this.name = LockOwner.here().bytes();
    }

    /**
     * Locks a file, which is created if there is none.
     *
     * @throws FolderLockedException if it is locked already
     */
    static FolderLock of(Path path) throws IOException {
        FileChannel ofProcess = locked(path.resolveSibling(path.getFileName() + PROCESS));
        FileChannel channel = null;
        try {
            channel = locked(path);
            FolderLock lock = new FolderLock(path, ofProcess, channel);
            lock.own();
            return lock;
        } catch (IOException | RuntimeException e) {
            quietly(channel);
            quietly(ofProcess);
            throw e;
        }
    }

    /** A file whose lock could be had; it is closed again otherwise. */
    private static FileChannel locked(Path file) throws IOException {
        FileIdentity before = existing(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = channel.tryLock() != null && FileIdentity.of(file).equals(before);
        } catch (OverlappingFileLockException e) {
            FileNotes.log(file, "is locked in this process", e);
        } finally {
            if (!locked) {
                quietly(channel);
            }
        }
        if (!locked) {
            throw new FolderLockedException(file, null);
        }
        return channel;
    }

    private static FileIdentity existing(Path file) throws IOException {
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            FileNotes.log(file, "is there", e);
        }
        return FileIdentity.of(file);
    }

    private void own() throws IOException {
        LockOwner before = LockOwner.parse(read());
        if (before != null && before.isAliveElsewhere()) {
            throw new FolderLockedException(path, before);
        }
        write(name.duplicate());
    }

    private void write(ByteBuffer owner) throws IOException {
        channel.truncate(0);
        while (owner.hasRemaining()) {
            channel.write(owner, owner.position());
        }
    }

    private ByteBuffer read() throws IOException {
        found.clear();
        channel.read(found, 0);
        return found.flip();
    }

    /**
     * Checks that the directory is still this opening's. For one thread.
     *
     * @throws FolderLostException if not
     */
    void check() throws IOException {
        if (!isThere()) {
            throw new FolderLostException(path + " was removed or replaced while it was open");
        }
        if (!read().equals(name)) {
            LockOwner other = LockOwner.parse(found.rewind());
            throw new FolderLostException(path + " was taken over by " + (other == null ? "somebody else" : other));
        }
    }

    private boolean isThere() throws IOException {
        try {
            return FileIdentity.of(path).equals(identity);
        } catch (NoSuchFileException e) {
            FileNotes.log(path, "is not there", e);
            return false;
        }
    }

    /** Unlocks the directory; the file that keeps other processes out comes first, as long as nobody else is at it. */
    @Override
    public void close() {
        try {
            if (read().equals(name)) {
                channel.truncate(0);
            }
        } catch (IOException e) {
            FileNotes.log(path, "still names an owner that has left it", e);
        }
        quietly(channel);
        quietly(ofProcess);
    }

    static void quietly(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            FileNotes.log("unknown", "could not be closed", e);
        }
    }
}
