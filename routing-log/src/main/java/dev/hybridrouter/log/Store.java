package dev.hybridrouter.log;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** Where the files of a log are kept; the seam at which tests let disks fail. Confined to one thread at a time. */
public interface Store extends AutoCloseable {
    /** The names of all files, in order. */
    List<String> files() throws IOException;

    /**
     * Reads a file from its beginning.
     *
     * @throws java.nio.file.NoSuchFileException if there is none of this name
     */
    InputStream read(String file) throws IOException;

    /**
     * Begins a file, which is seen, whole with its beginning and for good, or not at all. One of this name is replaced. What
     * is returned is at the end of the beginning.
     */
    Output create(String file, Beginning beginning) throws IOException;

    /** Returns when all that a file holds is on the disk. */
    void force(String file) throws IOException;

    /** Removes a file, if there is one. */
    void delete(String file) throws IOException;

    /** Where it is, for people. */
    @Override
    String toString();

    @Override
    void close();

    /** A file that grows at its end. */
    interface Output extends AutoCloseable {
        /**
         * Writes what remains in the buffer.
         *
         * @throws FolderLostException if the log is no longer this one's; what was written may be lost then
         */
        void write(ByteBuffer bytes) throws IOException;

        /**
         * Returns when all that was written is on the disk.
         *
         * @throws FolderLostException if the log is no longer this one's; what was written may be lost then
         */
        void force() throws IOException;

        @Override
        void close();
    }

    /** What a file begins with. */
    interface Beginning {
        /** Writes it. */
        void writeTo(Output file) throws IOException;
    }
}
