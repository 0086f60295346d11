package dev.hybridrouter.spi.cache;

import dev.hybridrouter.api.internal.Check;

/** Which answers a {@link SharedCache} is to remove. */
public sealed interface SharedScope {
    /** All answers. */
    record Everything() implements SharedScope {}

    /**
     * The answers of a tenant.
     *
     * @param tenant its pseudonym, as in {@link SharedKey#tenant()}
     */
    record Tenant(String tenant) implements SharedScope {
        /** Refuses a blank name. */
        public Tenant {
            Check.notBlank(tenant, "sharedScope.tenant");
        }
    }

    /**
     * The answers that were put with a label.
     *
     * @param label of those handed to {@link SharedCache#put}
     */
    record Label(String label) implements SharedScope {
        /** Refuses a blank label. */
        public Label {
            Check.notBlank(label, "sharedScope.label");
        }
    }

    /**
     * One answer.
     *
     * @param key of the answer
     */
    record Answer(SharedKey key) implements SharedScope {
        /** Refuses null. */
        public Answer {
            Check.notNull(key, "sharedScope.key");
        }
    }
}
