package dev.hybridrouter.api.cache;

import dev.hybridrouter.api.internal.Check;

/**
 * Why a cache knew no answer to a request.
 *
 * @param kind what kind of reason it is
 * @param detail which field or which reason, for kinds that have one; else empty. Never text of a request
 */
public record MissCause(Kind kind, String detail) {
    /** Refuses null. */
    public MissCause {
        Check.notNull(kind, "missCause.kind");
        Check.notNull(detail, "missCause.detail");
    }

    /** Returns a cause without detail. */
    public static MissCause of(Kind kind) {
        return new MissCause(kind, "");
    }

    /** Kinds of reasons. */
    public enum Kind {
        /** It was not asked before, as far as is remembered. */
        NEW("not asked before, as far as is remembered"),
        /** The request wanted a new answer. */
        REFRESHED("sent with CacheMode.REFRESH"),
        /** It was asked before, but the answer was past its time. */
        EXPIRED("a longer ttl would have answered"),
        /** It was asked before, but there was no room to keep the answer. */
        EVICTED("more maxBytes would have answered"),
        /** It was asked before, but the answer was thrown away. */
        INVALIDATED("the host threw the answer away"),
        /** It was asked before but for the field that the detail names, and that answer was there. */
        DIFFERS("asked before but for this: make it the same, or let CachePolicy.normalizer leave it out"),
        /** It was asked before, but there was no answer that may be kept, for the reason that the detail names. */
        NOT_STORABLE("asked before, but that answer could not be kept");

        private final String hint;

        Kind(String hint) {
            this.hint = hint;
        }

        /** What a host can make of it, in a line. */
        public String hint() {
            return hint;
        }
    }
}
