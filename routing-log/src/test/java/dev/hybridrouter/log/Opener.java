package dev.hybridrouter.log;

import java.io.IOException;
import java.nio.file.Path;

/** A process of its own that tries to open a directory, and says how that went. */
final class Opener {
    private Opener() {}

    @SuppressWarnings("SystemOut") // its output is its answer
    public static void main(String[] arguments) throws IOException {
        try (LockedFolder folder = LockedFolder.open(Path.of(arguments[0]), arguments[1])) {
            System.out.println("opened " + folder);
        } catch (FolderLockedException e) {
            System.out.println("locked");
        }
    }
}
