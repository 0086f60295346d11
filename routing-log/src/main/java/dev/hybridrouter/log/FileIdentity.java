package dev.hybridrouter.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Which file a name leads to. Looking does not open the file, which could unlock it.
 *
 * @param key the system's name for the file itself; null where it has none, and there an open file cannot be replaced
 */
record FileIdentity(@Nullable Object key) {
    static FileIdentity of(Path path) throws IOException {
        return new FileIdentity(
                Files.readAttributes(path, BasicFileAttributes.class).fileKey());
    }
}
