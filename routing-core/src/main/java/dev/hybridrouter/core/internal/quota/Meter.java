package dev.hybridrouter.core.internal.quota;

/**
 * One limit and what counts against it. While only a share of the bucket is believed to be ours, that bounds the level and
 * the pace at which it comes back. Not thread-safe.
 */
final class Meter {
    private final QuotaLimit kind;
    private final long most;
    private final Usage usage;
    private final AdmittedShare share;

    Meter(QuotaLimit kind, long most, Usage usage, AdmittedShare share) {
        this.kind = kind;
        this.most = most;
        this.usage = usage;
        this.share = share;
    }

    QuotaLimit kind() {
        return kind;
    }

    long most() {
        return most;
    }

    long usedAt(long nanos) {
        return usage.at(nanos);
    }

    /** Changes what a call counts that was admitted at a time. */
    void change(long by, long since, long nanos) {
        usage.pace(share.at(nanos), nanos);
        usage.change(by, since, nanos);
    }

    /** The share was cut. */
    void slowDown(long nanos) {
        usage.pace(share.at(nanos), nanos);
    }

    private boolean fits(long amount, long nanos) {
        return usage.at(nanos) + amount <= mostAt(nanos);
    }

    private long mostAt(long nanos) {
        double part = share.at(nanos);
        return part == 1 ? most : (long) (most * part);
    }

    /** Whether an amount that fits would not do so in the strictest reading of the minute. */
    boolean isDaring(long amount, long nanos) {
        return usage.strictlyAt(nanos) + amount > mostAt(nanos);
    }

    void doubt(long untilNanos) {
        usage.doubt(untilNanos);
    }

    /** The first time from now on at which the amount fits; {@link QuotaRefusal#FOREVER} if it is larger than the limit. */
    long fitsAt(long amount, long nanos) {
        if (amount > most) {
            return QuotaRefusal.FOREVER;
        }
        return fits(amount, nanos) ? nanos : searchFit(amount, nanos);
    }

    /** Halves the time in question: usage only falls and the share only rises, so what fits once fits ever after. */
    private long searchFit(long amount, long nanos) {
        long tooEarly = nanos;
        long enough = Math.max(usage.goneAt(), share.wholeAt());
        while (enough - tooEarly > 1) {
            long middle = tooEarly + (enough - tooEarly) / 2;
            if (fits(amount, middle)) {
                enough = middle;
            } else {
                tooEarly = middle;
            }
        }
        return enough;
    }
}
