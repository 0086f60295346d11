package dev.hybridrouter.audit;

import dev.hybridrouter.audit.AuditException.Reason;
import dev.hybridrouter.log.Store;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a chain, in their order. One that another has followed must not come back, because keys are changed when one
 * may be known to others; neither may the chain go on without. For one thread.
 */
final class KeyHistory {
    private static final String NONE = "";
    private final Set<String> retired = new HashSet<>();
    private String current = NONE;

    /** Reads the keys from the beginnings of the files in a store. */
    static KeyHistory of(Store store) throws IOException {
        KeyHistory history = new KeyHistory();
        for (String file : FileName.in(store)) {
            FileHead head = FileHead.read(store, file);
            if (head != null) {
                boolean unused = history.admits(head.key()); // what is not right is for the verifier to say
            }
        }
        return history;
    }

    /** Whether a file may follow that is under the key of this name, empty for none; if so, it does. */
    boolean admits(String key) {
        if (key.equals(current)) {
            return true;
        }
        if (key.equals(NONE) || retired.contains(key)) {
            return false;
        }
        retired.add(current);
        current = key;
        return true;
    }

    /**
     * Looks whether the log can go on under a key.
     *
     * @throws AuditException if not
     */
    void check(@Nullable AuditKey key, Store store) {
        if (!admits(key == null ? NONE : key.id())) {
            throw new AuditException(
                    Reason.RETIRED_KEY,
                    "audit.chainKey: the log in " + store + " has gone on to the key \"" + current
                            + "\", and the verifier would take files under "
                            + (key == null ? "none" : "\"" + key.id() + "\"")
                            + " for a forgery (expected: that key, a key under a new name, or another directory)",
                    null);
        }
    }
}
