package dev.hybridrouter.audit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** Where the files of a log are kept; the seam at which tests let disks fail. Confined to one thread at a time. */
interface Store extends AutoCloseable {
    /** The files of the log, in the order of their names. */
    List<String> files() throws IOException;

    /** Reads a file from its beginning. */
    InputStream read(String file) throws IOException;

    /** Begins a file, which is seen, whole with these bytes and for good, or not at all. One of this name is replaced. */
    Output create(String file, ByteBuffer beginning) throws IOException;

    /** Returns when all that a file holds is on the disk. */
    void force(String file) throws IOException;

    void delete(String file) throws IOException;

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
