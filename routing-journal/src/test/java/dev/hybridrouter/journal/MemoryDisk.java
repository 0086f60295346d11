package dev.hybridrouter.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A disk that can be copied at any moment, as a crash would leave it, and that can fail. */
final class MemoryDisk implements Disk {
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
    private @Nullable File next;
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
    public byte @Nullable [] read() {
        synchronized (lock) {
            return journal == null ? null : journal.bytes.toByteArray();
        }
    }

    @Override
    public Output create() throws IOException {
        synchronized (lock) {
            failOn(Fault.CREATE);
            begun++;
            File file = new File();
            next = file;
            return file;
        }
    }

    @Override
    public void publish() throws IOException {
        synchronized (lock) {
            failOn(Fault.PUBLISH);
            journal = next;
        }
    }

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
