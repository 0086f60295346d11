package dev.hybridrouter.log;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Says that a directory is open already, in this process or another. */
public final class FolderLockedException extends IOException {
    private static final long serialVersionUID = 1;

    FolderLockedException(Path lock, @Nullable LockOwner owner) {
        super(lock + " is held already, " + (owner == null ? "in this process or another" : "by " + owner));
    }
}
