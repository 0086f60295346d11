package dev.hybridrouter.core.quota;

/** Two readings of one minute: what counts if it refills, or while that is doubted, what the last sixty seconds took. */
final class LearnedUsage implements Usage {
    private final Usage refilling;
    private final Usage rolling;
    private boolean doubted;

    LearnedUsage(Usage refilling, Usage rolling) {
        this.refilling = refilling;
        this.rolling = rolling;
    }

    @Override
    public void pace(double share, long nanos) {
        refilling.pace(share, nanos);
    }

    @Override
    public void doubt(boolean now) {
        doubted = now;
    }

    @Override
    public long at(long nanos) {
        return doubted ? rolling.at(nanos) : refilling.at(nanos);
    }

    @Override
    public long strictlyAt(long nanos) {
        return rolling.at(nanos);
    }

    @Override
    public long goneAt() {
        return doubted ? rolling.goneAt() : refilling.goneAt();
    }

    @Override
    public void add(long amount, long nanos) {
        refilling.add(amount, nanos);
        rolling.add(amount, nanos);
    }

    @Override
    public void remove(long amount, long addedAt, long nanos) {
        refilling.remove(amount, addedAt, nanos);
        rolling.remove(amount, addedAt, nanos);
    }
}
