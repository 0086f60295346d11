package dev.hybridrouter.journal;

import dev.hybridrouter.log.Store;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A disk that can be copied at any moment, as a crash would leave it, and that can fail. */
final class MemoryDisk implements Store {
    /** What fails from now on. */
    enum Fault {
        NONE,
        CREATE,
        /** Room for half of what is written. */
        WRITE,
        FORCE,
        PUBLISH
    }

    private final Object lock = new Object();
    private @Nullable File journal;
    private Fault fault = Fault.NONE;
    private int begun;
    private boolean closed;

    static MemoryDisk of(byte[] bytes) {
        MemoryDisk disk = new MemoryDisk();
        File file = disk.new File();
        file.bytes.writeBytes(bytes);
        disk.journal = file;
        return disk;
    }

    /** A file of the disk. */
    private final class File implements Output {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int forced;
        private boolean open = true;

        @Override
        public void write(ByteBuffer from) throws IOException {
            synchronized (lock) {
                if (!open) {
                    throw new IOException("closed");
                }
                byte[] all = new byte[from.remaining()];
                from.get(all);
                boolean full = fault == Fault.WRITE;
                bytes.write(all, 0, full ? all.length / 2 : all.length);
                failOn(Fault.WRITE);
            }
        }

        @Override
        public void force() throws IOException {
            synchronized (lock) {
                failOn(Fault.FORCE);
                forced = bytes.size();
            }
        }

        @Override
        public void close() {
            synchronized (lock) {
                open = false;
            }
        }
    }

    private void failOn(Fault other) throws IOException {
        if (fault == other) {
            throw new IOException("No space left on device");
        }
    }

    void fail(Fault value) {
        synchronized (lock) {
            fault = value;
        }
    }

    /** The journal as a crash of the process would leave it now. */
    byte[] copy() {
        synchronized (lock) {
            return journal == null ? new byte[0] : journal.bytes.toByteArray();
        }
    }

    /** The journal as a loss of power would leave it now, at worst. */
    byte[] forced() {
        synchronized (lock) {
            return journal == null ? new byte[0] : Arrays.copyOf(journal.bytes.toByteArray(), journal.forced);
        }
    }

    /** How many files were begun. */
    int begun() {
        synchronized (lock) {
            return begun;
        }
    }

    boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    @Override
    public List<String> files() {
        synchronized (lock) {
            return journal == null ? List.of() : List.of(JournalFile.JOURNAL);
        }
    }

    @Override
    public InputStream read(String name) throws NoSuchFileException {
        synchronized (lock) {
            if (journal == null) {
                throw new NoSuchFileException(name);
            }
            return new ByteArrayInputStream(journal.bytes.toByteArray());
        }
    }

    @Override
    public Output create(String name, Beginning beginning) throws IOException {
        File next = new File();
        synchronized (lock) {
            failOn(Fault.CREATE);
            begun++;
        }
        beginning.writeTo(next);
        next.force();
        synchronized (lock) {
            failOn(Fault.PUBLISH);
            journal = next;
        }
        return next;
    }

    @Override
    public void force(String name) {}

    @Override
    public void delete(String name) {}

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
        }
    }

    @Override
    public String toString() {
        return "memory";
    }
}
