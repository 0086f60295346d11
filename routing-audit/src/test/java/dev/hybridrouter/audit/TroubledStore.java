package dev.hybridrouter.audit;

import dev.hybridrouter.log.Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

/** A directory on a disk that fails now and then, often in the middle of a write. */
final class TroubledStore implements Store {
    private final Store store;
    private final Random random;
    private int percent;

    TroubledStore(Store store, Random random) {
        this.store = store;
        this.random = random;
    }

    /** Lets so many in a hundred operations fail. */
    void trouble(int value) {
        percent = value;
    }

    private boolean fails() {
        return random.nextInt(100) < percent;
    }

    private void maybeFail() throws IOException {
        if (fails()) {
            throw new IOException("No space left on device");
        }
    }

    @Override
    public List<String> files() throws IOException {
        maybeFail();
        return store.files();
    }

    @Override
    public InputStream read(String file) throws IOException {
        maybeFail();
        return store.read(file);
    }

    @Override
    public Output create(String file, Beginning beginning) throws IOException {
        maybeFail();
        Output output = store.create(file, beginning);
        if (fails()) {
            output.close();
            throw new IOException("Too many open files");
        }
        return new Output() {
            @Override
            public void write(ByteBuffer bytes) throws IOException {
                if (fails()) {
                    bytes.limit(bytes.position() + random.nextInt(bytes.remaining() + 1));
                    output.write(bytes);
                    throw new IOException("No space left on device");
                }
                output.write(bytes);
            }

            @Override
            public void force() throws IOException {
                maybeFail();
                output.force();
            }

            @Override
            public void close() {
                output.close();
            }
        };
    }

    @Override
    public void force(String file) throws IOException {
        maybeFail();
        store.force(file);
    }

    @Override
    public void delete(String file) throws IOException {
        maybeFail();
        store.delete(file);
    }

    @Override
    public void close() {
        store.close();
    }

    @Override
    public String toString() {
        return "troubled " + store;
    }
}
