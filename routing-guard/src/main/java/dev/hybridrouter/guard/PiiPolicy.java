package dev.hybridrouter.guard;

import dev.hybridrouter.api.internal.Check;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What is done about which class, on the way out and on the way back. Immutable.
 *
 * <p>Unless set otherwise, requests carry placeholders instead of personal data and no secrets at all (redacted); answers
 * go on as they are with a tag, but for secrets, which are redacted; parts that cannot be read are tagged.
 */
public final class PiiPolicy {
    private static final PiiPolicy DEFAULTS = builder().build();

    private final Map<PiiClass, PiiAction> request;
    private final Map<PiiClass, PiiAction> response;
    private final PiiAction opaque;

    private PiiPolicy(Builder builder) {
        request = Collections.unmodifiableMap(new EnumMap<>(builder.request));
        response = Collections.unmodifiableMap(new EnumMap<>(builder.response));
        opaque = builder.opaque;
    }

    /** Returns the policy described above. */
    public static PiiPolicy defaults() {
        return DEFAULTS;
    }

    /** Returns a builder that starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** The action on requests, for every class. */
    public Map<PiiClass, PiiAction> request() {
        return request;
    }

    /** The action on answers, for every class; never a placeholder. */
    public Map<PiiClass, PiiAction> response() {
        return response;
    }

    /** The action on images, binary documents and media the provider fetches: ignore, tag or block. */
    public PiiAction opaque() {
        return opaque;
    }

    /** Returns a builder that starts from this policy. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.request.putAll(request);
        builder.response.putAll(response);
        builder.opaque = opaque;
        return builder;
    }

    @Override
    public String toString() {
        return "PiiPolicy[request " + request + ", response " + response + ", opaque " + opaque + "]";
    }

    /** Builds {@link PiiPolicy}. Not thread-safe. */
    public static final class Builder {
        private final Map<PiiClass, PiiAction> request = new EnumMap<>(PiiClass.class);
        private final Map<PiiClass, PiiAction> response = new EnumMap<>(PiiClass.class);
        private PiiAction opaque = PiiAction.TAG;

        private Builder() {
            onRequest(PiiAction.PLACEHOLDER).onRequest(PiiClass.SECRET, PiiAction.REDACT);
            onResponse(PiiAction.TAG).onResponse(PiiClass.SECRET, PiiAction.REDACT);
        }

        /** Sets the action on requests for every class, in place of all that was set before. */
        public Builder onRequest(PiiAction action) {
            for (PiiClass type : PiiClass.values()) {
                onRequest(type, action);
            }
            return this;
        }

        /** Sets the action on requests for one class. */
        public Builder onRequest(PiiClass type, PiiAction action) {
            request.put(Check.notNull(type, "pii.class"), Check.notNull(action, "pii.request"));
            return this;
        }

        /** Sets the action on answers for every class, in place of all that was set before. */
        public Builder onResponse(PiiAction action) {
            for (PiiClass type : PiiClass.values()) {
                onResponse(type, action);
            }
            return this;
        }

        /**
         * Sets the action on answers for one class.
         *
         * @throws IllegalArgumentException if it is {@link PiiAction#PLACEHOLDER}, which nobody would turn back
         */
        public Builder onResponse(PiiClass type, PiiAction action) {
            if (Check.notNull(action, "pii.response") == PiiAction.PLACEHOLDER) {
                throw Check.invalid("pii.response", action, "IGNORE, TAG, REDACT or BLOCK");
            }
            response.put(Check.notNull(type, "pii.class"), action);
            return this;
        }

        /**
         * Sets the action on parts that hold no readable text.
         *
         * @throws IllegalArgumentException if it replaces something
         */
        public Builder onOpaque(PiiAction action) {
            if (Check.notNull(action, "pii.opaque") == PiiAction.REDACT || action == PiiAction.PLACEHOLDER) {
                throw Check.invalid("pii.opaque", action, "IGNORE, TAG or BLOCK");
            }
            opaque = action;
            return this;
        }

        /** Returns the policy. */
        public PiiPolicy build() {
            return new PiiPolicy(this);
        }
    }
}
