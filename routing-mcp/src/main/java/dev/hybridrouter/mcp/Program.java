package dev.hybridrouter.mcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Something that can be started and spoken to over three pipes. */
interface Program {
    /** Starts it. */
    Running start() throws IOException;

    /** It runs, or has run. */
    interface Running {
        OutputStream input();

        InputStream output();

        InputStream errors();

        /** It has come so far that its children, if any, are there. */
        void settled();

        /** Ends it and its children, by force after a few seconds; its input is closed already. Blocks. */
        void end() throws InterruptedException;
    }
}
