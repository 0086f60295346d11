package dev.hybridrouter.log;

import java.io.IOException;

/**
 * Says that a directory is no longer this log's: its lock or the file that is written was removed, replaced or taken. What was
 * written last may be in no file that anybody will read. Nothing more can be written until the log is opened again.
 */
public final class FolderLostException extends IOException {
    private static final long serialVersionUID = 1;

    FolderLostException(String what) {
        super(what);
    }
}
