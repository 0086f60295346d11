package dev.hybridrouter.audit;

import dev.hybridrouter.log.Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** A directory in which one file cannot be removed, and whose disk fails once when told to. */
final class StubbornStore implements Store {
    private final Store store;
    private final String kept;
    private boolean failing;

    StubbornStore(Store store, String kept) {
        this.store = store;
        this.kept = kept;
    }

    /** Lets the next forcing fail. */
    void failToForce() {
        failing = true;
    }

    private void maybeFail() throws IOException {
        if (failing) {
            failing = false;
            throw new IOException("Input/output error");
        }
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
        return new Output() {
            @Override
            public void write(ByteBuffer bytes) throws IOException {
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
        store.force(file);
    }

    @Override
    public void delete(String file) throws IOException {
        if (file.equals(kept)) {
            throw new IOException("Operation not permitted");
        }
        store.delete(file);
    }

    @Override
    public void close() {
        store.close();
    }
}
