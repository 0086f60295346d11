package dev.hybridrouter.core.quota;

import dev.hybridrouter.api.internal.Check;
import java.util.OptionalLong;

/**
 * What a provider admits to one bucket: the quotas of one model in one region, or behind one inference profile, as the
 * provider shows them for the host's account. Limits that are not set do not hold. Immutable.
 */
public final class QuotaLimits {
    private static final long NONE = -1;
    private static final long MINUTES_PER_DAY = 24 * 60;
    private static final long MOST_REQUESTS = 1_000_000;
    private static final long MOST_TOKENS = 1_000_000_000;

    private final long requestsPerMinute;
    private final long tokensPerMinute;
    private final long tokensPerDay;
    private final int outputBurnDown;
    private final int modelMaxTokens;

    private QuotaLimits(Builder builder) {
        requestsPerMinute = builder.requestsPerMinute;
        tokensPerMinute = builder.tokensPerMinute;
        tokensPerDay = builder.tokensPerDay;
        outputBurnDown = builder.outputBurnDown;
        modelMaxTokens = builder.modelMaxTokens;
    }

    /** Returns a builder with no limits and a burn-down rate of 1. */
    public static Builder builder() {
        return new Builder();
    }

    /** Requests a minute; empty where only tokens are limited. */
    public OptionalLong requestsPerMinute() {
        return optional(requestsPerMinute);
    }

    /** Tokens a minute, input and output together; empty where only requests are limited. */
    public OptionalLong tokensPerMinute() {
        return optional(tokensPerMinute);
    }

    /** Tokens a day; by default what 1,440 full minutes hold, as at AWS, and empty where they are not limited either. */
    public OptionalLong tokensPerDay() {
        return tokensPerDay == NONE && tokensPerMinute != NONE
                ? OptionalLong.of(tokensPerMinute * MINUTES_PER_DAY)
                : optional(tokensPerDay);
    }

    /** Tokens of quota that one token of output costs in the end; 1 by default. */
    public int outputBurnDown() {
        return outputBurnDown;
    }

    /** Whether the host has set the day's quota; what a day of full minutes holds need not be watched. */
    public boolean limitsDay() {
        return tokensPerDay != NONE;
    }

    /** The output tokens that a call holds which sets no maximum: the model's own; 4,096 by default. */
    public int modelMaxTokens() {
        return modelMaxTokens;
    }

    private static OptionalLong optional(long limit) {
        return limit == NONE ? OptionalLong.empty() : OptionalLong.of(limit);
    }

    @Override
    public String toString() {
        return "QuotaLimits[requestsPerMinute=" + show(requestsPerMinute) + ", tokensPerMinute=" + show(tokensPerMinute)
                + ", tokensPerDay=" + show(tokensPerDay) + ", outputBurnDown=" + outputBurnDown
                + ", modelMaxTokens=" + modelMaxTokens + "]";
    }

    private static String show(long limit) {
        return limit == NONE ? "-" : Long.toString(limit);
    }

    /** Builds {@link QuotaLimits}. Not thread-safe. */
    public static final class Builder {
        private long requestsPerMinute = NONE;
        private long tokensPerMinute = NONE;
        private long tokensPerDay = NONE;
        private int outputBurnDown = 1;
        private int modelMaxTokens = 4_096;

        private Builder() {}

        /** Sets the requests a minute, 1 to 1,000,000. */
        public Builder requestsPerMinute(long value) {
            requestsPerMinute = range(MOST_REQUESTS, value, "quota.requestsPerMinute");
            return this;
        }

        /** Sets the tokens a minute, 1 to 1,000,000,000. */
        public Builder tokensPerMinute(long value) {
            tokensPerMinute = range(MOST_TOKENS, value, "quota.tokensPerMinute");
            return this;
        }

        /** Sets the tokens a day, 1 to 1,440,000,000,000; new accounts may have less than the default. */
        public Builder tokensPerDay(long value) {
            tokensPerDay = range(MOST_TOKENS * MINUTES_PER_DAY, value, "quota.tokensPerDay");
            return this;
        }

        /** Sets the burn-down rate of output, 1 to 100: at AWS 5 for Claude 3.7 and later, 1 for other models. */
        public Builder outputBurnDown(int value) {
            outputBurnDown = (int) range(100, value, "quota.outputBurnDown");
            return this;
        }

        /** Sets the model's own maximum of output, 1 to 1,000,000, which a call without {@code maxTokens} holds. */
        public Builder modelMaxTokens(int value) {
            modelMaxTokens = (int) range(1_000_000, value, "quota.modelMaxTokens");
            return this;
        }

        private static long range(long most, long value, String field) {
            if (value < 1 || value > most) {
                throw Check.invalid(field, value, "1 to " + most);
            }
            return value;
        }

        /** Returns the limits; refuses none at all. */
        public QuotaLimits build() {
            if (requestsPerMinute == NONE && tokensPerMinute == NONE && tokensPerDay == NONE) {
                throw Check.invalid(
                        "quota", "no limit", "one of requestsPerMinute, tokensPerMinute, tokensPerDay, or no bucket");
            }
            return new QuotaLimits(this);
        }
    }
}
