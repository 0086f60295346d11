package dev.hybridrouter.spi.guard;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Money;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one guard decided once, for listeners. Holds nothing of what was inspected. Immutable; equal by value. */
public final class GuardRecord {
    private final String guard;
    private final GuardInput.Direction direction;
    private final Outcome outcome;
    private final String category;
    private final List<GuardFinding> findings;
    private final Money cost;

    private GuardRecord(Builder builder) {
        guard = builder.guard;
        direction = builder.direction;
        outcome = builder.outcome;
        category = builder.category;
        findings = builder.findings;
        cost = builder.cost;
    }

    /** What followed from a verdict. */
    public enum Outcome {
        /** Nothing was found. */
        PASSED,
        /** Something was found, and went on as it was. */
        TAGGED,
        /** Something was found, and replaced. */
        REPLACED,
        /** Nothing goes on. */
        BLOCKED,
        /** It could not be asked, failed or was late; nothing goes on. */
        FAILED
    }

    /**
     * Returns a builder of a record without findings, category and cost.
     *
     * @param guard the guard's id
     * @param direction whether it inspected the request or the answer
     * @param outcome what followed
     */
    public static Builder builder(String guard, GuardInput.Direction direction, Outcome outcome) {
        return new Builder(
                Check.name(guard, "guardRecord.guard"),
                Check.notNull(direction, "guardRecord.direction"),
                Check.notNull(outcome, "guardRecord.outcome"));
    }

    /** Returns the guard's id. */
    public String guard() {
        return guard;
    }

    /** Returns whether it inspected the request or the answer. */
    public GuardInput.Direction direction() {
        return direction;
    }

    /** Returns what followed. */
    public Outcome outcome() {
        return outcome;
    }

    /** Returns why it denied, as the guard calls it, or why it failed; empty if it did neither. */
    public String category() {
        return category;
    }

    /** Returns what was found. Unmodifiable. */
    public List<GuardFinding> findings() {
        return findings;
    }

    /** Returns what asking it cost, as far as that is known. */
    public Money cost() {
        return cost;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof GuardRecord that
                && guard.equals(that.guard)
                && direction == that.direction
                && outcome == that.outcome
                && category.equals(that.category)
                && findings.equals(that.findings)
                && cost.equals(that.cost);
    }

    @Override
    public int hashCode() {
        return Objects.hash(guard, direction, outcome, category, findings, cost);
    }

    @Override
    public String toString() {
        return "GuardRecord[" + guard + ", " + direction + ", " + outcome + (category.isEmpty() ? "" : " " + category)
                + ", findings=" + findings + ", cost=" + cost + "]";
    }

    /** Builds {@link GuardRecord}. Not thread-safe. */
    public static final class Builder {
        private final String guard;
        private final GuardInput.Direction direction;
        private final Outcome outcome;
        private String category = "";
        private List<GuardFinding> findings = List.of();
        private Money cost = Money.ZERO;

        private Builder(String guard, GuardInput.Direction direction, Outcome outcome) {
            this.guard = guard;
            this.direction = direction;
            this.outcome = outcome;
        }

        /** Sets why it denied, as the guard calls it, or why it failed. Default: empty. */
        public Builder category(String value) {
            category = Check.notNull(value, "guardRecord.category");
            return this;
        }

        /** Sets what was found. Default: nothing. */
        public Builder findings(List<GuardFinding> value) {
            findings = Check.copy(value, "guardRecord.findings");
            return this;
        }

        /** Sets what asking it cost. Default: {@link Money#ZERO}. */
        public Builder cost(Money value) {
            cost = Check.notNull(value, "guardRecord.cost");
            return this;
        }

        /** Returns the record. */
        public GuardRecord build() {
            return new GuardRecord(this);
        }
    }
}
