package dev.hybridrouter.spi.guard;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Money;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a remote guard says, and what it cost to ask. Immutable. */
public final class GuardReport {
    private final GuardVerdict verdict;
    private final @Nullable Money cost;

    private GuardReport(GuardVerdict verdict, @Nullable Money cost) {
        this.verdict = verdict;
        this.cost = cost;
    }

    /** Returns a report of known cost, which may be {@link Money#ZERO}. */
    public static GuardReport costing(Money cost, GuardVerdict verdict) {
        return new GuardReport(Check.notNull(verdict, "report.verdict"), Check.notNull(cost, "report.cost"));
    }

    /** Returns a report of unknown cost. */
    public static GuardReport unpriced(GuardVerdict verdict) {
        return new GuardReport(Check.notNull(verdict, "report.verdict"), null);
    }

    /** What the guard says. */
    public GuardVerdict verdict() {
        return verdict;
    }

    /** What it cost; empty if usage or a price is unknown. */
    public Optional<Money> cost() {
        return Optional.ofNullable(cost);
    }

    @Override
    public String toString() {
        return "GuardReport[" + verdict + ", " + (cost == null ? "cost unknown" : cost) + "]";
    }
}
