package dev.hybridrouter.core.budget;

import dev.hybridrouter.api.budget.AccountId;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.spi.ledger.AccountTerms;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * So much may be spent by each holder of a scope in each window. Immutable.
 *
 * <pre>{@code
 * Budget.builder("tenant-daily", BudgetScope.tenant(), BudgetWindow.day(ZoneOffset.UTC), Money.usd("50"))
 *         .amountFor("acme", Money.usd("200"))
 *         .at(80, Degrade.preferCheaper())
 *         .at(95, Degrade.capOutput(256))
 *         .build()
 * }</pre>
 */
public final class Budget {
    private static final int[] DEFAULT_THRESHOLDS = {50, 80, 95};

    private final String name;
    private final BudgetScope scope;
    private final BudgetWindow window;
    private final Money amount;
    private final Map<String, Money> amounts;
    private final boolean hard;
    private final List<Integer> thresholds;
    private final List<Step> ladder;

    private Budget(Builder builder) {
        name = builder.name;
        scope = builder.scope;
        window = builder.window;
        amount = builder.amount;
        amounts = Map.copyOf(builder.amounts);
        hard = builder.hard;
        thresholds = List.copyOf(builder.thresholds);
        ladder = builder.ladder.stream()
                .sorted(Comparator.comparingInt(Step::percent))
                .toList();
    }

    /**
     * A step of the ladder.
     *
     * @param percent from how much of the budget on it is taken
     * @param degrade what is done
     */
    public record Step(int percent, Degrade degrade) {
        /** Checks the parts. */
        public Step {
            Check.atLeast(1, percent, "budget.step.percent");
            Check.notNull(degrade, "budget.step.degrade");
        }
    }

    /**
     * Returns a builder of a hard budget.
     *
     * @param name unique among the router's budgets
     * @param scope whose spend is added up
     * @param window over which time
     * @param amount what each holder may spend, above zero
     */
    public static Builder builder(String name, BudgetScope scope, BudgetWindow window, Money amount) {
        return new Builder(name, scope, window, amount);
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Whose spend is added up. */
    public BudgetScope scope() {
        return scope;
    }

    /** Over which time. */
    public BudgetWindow window() {
        return window;
    }

    /** What a holder may spend in a window. */
    public Money amountFor(String holder) {
        return amounts.getOrDefault(holder, amount);
    }

    /** Whether calls that could pass it are refused; otherwise it only warns and degrades. */
    public boolean isHard() {
        return hard;
    }

    /** The percentages at which an event is told, rising. */
    public List<Integer> thresholds() {
        return thresholds;
    }

    /** The steps down, by percentage. */
    public List<Step> ladder() {
        return ladder;
    }

    /** The terms of a holder's account. */
    public AccountTerms terms(String holder) {
        AccountId id = new AccountId(name, holder);
        return hard ? AccountTerms.limited(id, window, amountFor(holder)) : AccountTerms.unlimited(id, window);
    }

    @Override
    public String toString() {
        return "Budget[" + name + ", " + amount + " in a " + window + (hard ? ", hard]" : ", soft]");
    }

    /** Builds {@link Budget}. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private final BudgetScope scope;
        private final BudgetWindow window;
        private final Money amount;
        private final Map<String, Money> amounts = new HashMap<>();
        private final TreeSet<Integer> thresholds = new TreeSet<>();
        private final List<Step> ladder = new ArrayList<>();
        private boolean hard = true;

        private Builder(String name, BudgetScope scope, BudgetWindow window, Money amount) {
            this.name = Check.name(name, "budget.name");
            this.scope = Check.notNull(scope, "budget.scope");
            this.window = Check.notNull(window, "budget.window");
            this.amount = positive(amount, "budget[" + name + "].amount");
            thresholds(DEFAULT_THRESHOLDS);
        }

        private static Money positive(Money value, String field) {
            Check.atLeast(1, Check.notNull(value, field).nanoUsd(), field + ".nanoUsd");
            return value;
        }

        /** Sets what one holder may spend in place of the amount for all. */
        public Builder amountFor(String holder, Money value) {
            amounts.put(
                    Check.notNull(holder, "budget.holder"),
                    positive(value, "budget[" + name + "].amountFor[" + holder + "]"));
            return this;
        }

        /** Makes it a soft budget, which warns and degrades but never refuses for want of money. */
        public Builder soft() {
            hard = false;
            return this;
        }

        /** Sets the percentages at which an event is told; 50, 80 and 95 unless set. */
        public Builder thresholds(int... percents) {
            thresholds.clear();
            for (int percent : percents) {
                thresholds.add(Check.atLeast(1, percent, "budget.threshold"));
            }
            return this;
        }

        /** Adds a step down that is taken while at least so many percent of the budget are committed. */
        public Builder at(int percent, Degrade degrade) {
            ladder.add(new Step(percent, degrade));
            return this;
        }

        /**
         * Returns the budget.
         *
         * @throws IllegalArgumentException if a model's budget has a ladder: what it gives way to are other models
         */
        public Budget build() {
            if (scope instanceof BudgetScope.Model && !ladder.isEmpty()) {
                throw Check.invalid("budget[" + name + "].at", ladder.get(0), "no steps down for the scope of models");
            }
            return new Budget(this);
        }
    }
}
