package dev.hybridrouter.core.internal.quota;

/** Two readings of one minute: what counts if it refills, or while that is doubted, what the last sixty seconds took. */
final class LearnedUsage implements Usage {
    private final Usage refilling;
    private final Usage rolling;
    private long doubtedUntil;

    LearnedUsage(Usage refilling, Usage rolling) {
        this.refilling = refilling;
        this.rolling = rolling;
    }

    @Override
    public void doubt(long untilNanos) {
        doubtedUntil = untilNanos;
    }

    @Override
    public long at(long nanos) {
        return nanos < doubtedUntil ? rolling.at(nanos) : refilling.at(nanos);
    }

    @Override
    public long strictlyAt(long nanos) {
        return rolling.at(nanos);
    }

    @Override
    public long goneAt() {
        return Math.max(rolling.goneAt(), refilling.goneAt());
    }

    @Override
    public void change(long by, long since, long nanos) {
        refilling.change(by, since, nanos);
        rolling.change(by, since, nanos);
    }

    @Override
    public void pace(double share, long nanos) {
        refilling.pace(share, nanos);
    }
}
