package dev.hybridrouter.api.decision;

import dev.hybridrouter.api.internal.Check;

/**
 * Something the router did differently from what the request asked for, or from what it does otherwise.
 *
 * @param kind what was done
 * @param detail why, one line for people, without prompt or answer text
 */
public record Adjustment(Kind kind, String detail) {
    /** What was done. */
    public enum Kind {
        /** Cheaper targets came first. */
        CHEAPER_FIRST,
        /** The answer was limited to fewer tokens. */
        OUTPUT_CAPPED,
        /** The answer was cut where the router had limited it to fewer tokens than asked, to spare quota. */
        OUTPUT_TRUNCATED,
        /** A guard replaced or tagged something in the request. */
        GUARDED,
        /** A guard was not asked, because only an explanation was: remote guards, and those behind them. */
        GUARD_NOT_ASKED,
        /** Reasoning was left out of what was sent, because the model did not write it or takes none back. */
        REASONING_STRIPPED,
        /** Something that the target's model does not take, or that the request does not allow, was left out of what was sent. */
        FIELD_LEFT_OUT
    }

    /** Refuses blank texts. */
    public Adjustment {
        Check.notNull(kind, "adjustment.kind");
        Check.notBlank(detail, "adjustment.detail");
    }

    @Override
    public String toString() {
        return kind + ": " + detail;
    }
}
