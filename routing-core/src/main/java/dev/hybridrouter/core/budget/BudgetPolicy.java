package dev.hybridrouter.core.budget;

import dev.hybridrouter.api.internal.Check;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The budgets of a router, and what it assumes where a request does not say how much it may use. Immutable. */
public final class BudgetPolicy {
    /** Tokens taken for an image where none are set: {@value}, what Claude models take for the largest they do not scale. */
    public static final int DEFAULT_TOKENS_PER_IMAGE = 1_600;

    /** Tokens taken for a document where none are set: {@value}. */
    public static final int DEFAULT_TOKENS_PER_DOCUMENT = 20_000;

    /** How long a stream that its caller left is read on where nothing else is set: 5 seconds. */
    public static final Duration DEFAULT_DRAIN = Duration.ofSeconds(5);

    private final List<Budget> budgets;
    private final int defaultMaxTokens;
    private final int tokensPerImage;
    private final int tokensPerDocument;
    private final boolean calibratedByCounting;
    private final boolean tenantRequired;
    private final CutAnswer cutAnswer;
    private final Duration drainFor;

    private BudgetPolicy(Builder builder) {
        budgets = Check.notEmpty(builder.budgets, "budgets");
        defaultMaxTokens = builder.defaultMaxTokens;
        tokensPerImage = builder.tokensPerImage;
        tokensPerDocument = builder.tokensPerDocument;
        calibratedByCounting = builder.calibratedByCounting;
        tenantRequired = builder.tenantRequired;
        cutAnswer = builder.cutAnswer;
        drainFor = builder.drainFor;
        Set<String> names = new HashSet<>();
        for (Budget budget : budgets) {
            if (!names.add(budget.name())) {
                throw Check.invalid("budget.name", budget.name(), "a name no other budget of this router has");
            }
        }
    }

    /** Returns a policy of these budgets, with all defaults. */
    public static BudgetPolicy of(Budget... budgets) {
        Builder builder = builder();
        for (Budget budget : Check.notNull(budgets, "budgets")) {
            builder.budget(budget);
        }
        return builder.build();
    }

    /** Returns a builder without budgets. */
    public static Builder builder() {
        return new Builder();
    }

    /** The budgets; a call has to fit into each of them. */
    public List<Budget> budgets() {
        return budgets;
    }

    /** The limit that requests without {@code maxTokens} are given, because what has no bound cannot be reserved. */
    public int defaultMaxTokens() {
        return defaultMaxTokens;
    }

    /** Returns the tokens taken for each image of a request, by budgets, quotas, and strategies. */
    public int tokensPerImage() {
        return tokensPerImage;
    }

    /** Returns the tokens taken for each document of a request, by budgets, quotas, and strategies. */
    public int tokensPerDocument() {
        return tokensPerDocument;
    }

    /** Whether providers that can are asked how many tokens requests have, until enough is known of a model. */
    public boolean isCalibratedByCounting() {
        return calibratedByCounting;
    }

    /** Returns whether requests that name no tenant are refused. */
    public boolean isTenantRequired() {
        return tenantRequired;
    }

    /** Returns what is held for a stream that ended in the middle of its answer. */
    public CutAnswer cutAnswer() {
        return cutAnswer;
    }

    /** Returns how long a stream that its caller left is read on under {@link CutAnswer#DRAIN}; above zero. */
    public Duration drainFor() {
        return drainFor;
    }

    /** Builds {@link BudgetPolicy}. Not thread-safe. */
    public static final class Builder {
        private final List<Budget> budgets = new ArrayList<>();
        private int defaultMaxTokens = 4_096;
        private int tokensPerImage = DEFAULT_TOKENS_PER_IMAGE;
        private int tokensPerDocument = DEFAULT_TOKENS_PER_DOCUMENT;
        private boolean calibratedByCounting;
        private boolean tenantRequired;
        private CutAnswer cutAnswer = CutAnswer.PENDING;
        private Duration drainFor = DEFAULT_DRAIN;

        private Builder() {}

        /** Adds a budget. */
        public Builder budget(Budget value) {
            budgets.add(Check.notNull(value, "budget"));
            return this;
        }

        /** Sets the limit of requests without one; 4,096 unless set. */
        public Builder defaultMaxTokens(int value) {
            defaultMaxTokens = Check.atLeast(1, value, "budgets.defaultMaxTokens");
            return this;
        }

        /**
         * Sets the tokens taken for an image, by budgets, quotas, and strategies. At least 0. Default:
         * {@value BudgetPolicy#DEFAULT_TOKENS_PER_IMAGE}, what Claude models take for one of the largest size they do not scale
         * down (Anthropic, Vision).
         */
        public Builder tokensPerImage(int value) {
            tokensPerImage = Check.atLeast(0, value, "budgets.tokensPerImage");
            return this;
        }

        /**
         * Sets the tokens taken for a document, by budgets, quotas, and strategies. At least 0. Default:
         * {@value BudgetPolicy#DEFAULT_TOKENS_PER_DOCUMENT}, a guess: set what your documents have.
         */
        public Builder tokensPerDocument(int value) {
            tokensPerDocument = Check.atLeast(0, value, "budgets.tokensPerDocument");
            return this;
        }

        /**
         * Has adapters that are a {@code TokenCounter} count the input of requests beside their calls, one at a time for each
         * target, until twenty are known of its model. So estimates settle without waiting for answers. Off unless called:
         * it sends the prompt a second time to the provider that is about to get it.
         */
        public Builder calibrateByCounting() {
            calibratedByCounting = true;
            return this;
        }

        /**
         * Refuses requests that name no tenant, with {@code RejectionReason.TENANT_REQUIRED}, before guards, cache or providers see
         * them. Without it they share the tenant {@code "default"}, and its budget. Off unless called.
         */
        public Builder requireTenant() {
            tenantRequired = true;
            return this;
        }

        /**
         * Sets what is held for a stream that ended in the middle of its answer without the provider's count of tokens. Default:
         * {@link CutAnswer#PENDING}.
         */
        public Builder cutAnswer(CutAnswer value) {
            cutAnswer = Check.notNull(value, "budgets.cutAnswer");
            return this;
        }

        /**
         * Sets how long a stream that its caller left is read on under {@link CutAnswer#DRAIN}; other choices do not use it. Above
         * zero. Default: {@link BudgetPolicy#DEFAULT_DRAIN}.
         */
        public Builder drainFor(Duration value) {
            drainFor = Check.positive(value, "budgets.drainFor");
            return this;
        }

        /**
         * Returns the policy.
         *
         * @throws IllegalArgumentException if it has no budget, or two of one name
         */
        public BudgetPolicy build() {
            return new BudgetPolicy(this);
        }
    }
}
