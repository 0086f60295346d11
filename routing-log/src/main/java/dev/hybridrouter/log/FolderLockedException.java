package dev.hybridrouter.log;

import java.io.IOException;
import java.nio.file.Path;

/** Says that a directory is open already, in this process or another. */
public final class FolderLockedException extends IOException {
    private static final long serialVersionUID = 1;

    FolderLockedException(Path directory) {
        super(directory + " is open already, in this process or another");
    }
}
