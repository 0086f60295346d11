package dev.hybridrouter.audit;

import dev.hybridrouter.log.Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A directory of which only what was forced survives a loss of power, and by chance some of the rest. */
final class CachingStore implements Store {
    private final Path directory;
    private final Map<String, Long> forced = new HashMap<>();
    private Store store;

    CachingStore(Path directory) {
        this.directory = directory;
        this.store = AuditFiles.locked(directory);
    }

    /** Unlocks and locks the directory, as if the process had died and another begun. */
    void takeOver() {
        store.close();
        store = AuditFiles.locked(directory);
    }

    /** Makes another directory what is left after a loss of power. */
    void lose(Path rest, Random random) throws IOException {
        Files.createDirectory(rest);
        for (String file : store.files()) {
            byte[] bytes = Files.readAllBytes(directory.resolve(file));
            int least = Math.toIntExact(forced.getOrDefault(file, 0L));
            int left = least + random.nextInt(bytes.length - least + 1);
            Files.write(rest.resolve(file), Arrays.copyOf(bytes, left));
        }
    }

    private void forced(String file) throws IOException {
        forced.put(file, Files.size(directory.resolve(file)));
    }

    @Override
    public List<String> files() throws IOException {
        return store.files();
    }

    @Override
    public InputStream read(String file) throws IOException {
        return store.read(file);
    }

    @Override
    public Output create(String file, Beginning beginning) throws IOException {
        Output output = store.create(file, beginning);
        forced(file);
        return new Output() {
            @Override
            public void write(ByteBuffer bytes) throws IOException {
                output.write(bytes);
            }

            @Override
            public void force() throws IOException {
                output.force();
                forced(file);
            }

            @Override
            public void close() {
                output.close();
            }
        };
    }

    @Override
    public void force(String file) throws IOException {
        store.force(file);
        forced(file);
    }

    @Override
    public void delete(String file) throws IOException {
        store.delete(file);
    }

    @Override
    public void close() {
        store.close();
    }

    @Override
    public String toString() {
        return "cached " + store;
    }
}
