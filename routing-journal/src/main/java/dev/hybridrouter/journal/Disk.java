package dev.hybridrouter.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Where a journal is kept; the seam at which tests let disks fail. Confined to one thread at a time. */
interface Disk extends AutoCloseable {
    /** The journal; null if there is none yet. */
    byte @Nullable [] read() throws IOException;

    /** Begins a file beside the journal. */
    Output create() throws IOException;

    /** Puts the file that was begun last in the journal's place, all at once. */
    void publish() throws IOException;

    /** Where it is, for people. */
    @Override
    String toString();

    @Override
    void close();

    /** A file that grows at its end. */
    interface Output extends AutoCloseable {
        /** Writes what remains in the buffer. */
        void write(ByteBuffer bytes) throws IOException;

        /** Returns when all that was written is on the disk. */
        void force() throws IOException;

        @Override
        void close();
    }
}
