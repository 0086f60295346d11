package dev.hybridrouter.core.internal.quota;

import dev.hybridrouter.core.quota.QuotaLimits;
import dev.hybridrouter.core.quota.QuotaPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** All limits of one bucket. Not thread-safe. */
final class Meters {
    private static final int SLOTS_OF_MINUTE = 240;
    private static final int SLOTS_OF_DAY = 96;

    private final QuotaPolicy policy;
    private final AdmittedShare share;
    private final List<Meter> meters = new ArrayList<>();

    Meters(QuotaLimits limits, QuotaPolicy policy, AdmittedShare share) {
        this.policy = policy;
        this.share = share;
        OptionalLong requests = limits.requestsPerMinute();
        if (requests.isPresent()) {
            addMinute(QuotaLimit.REQUESTS_PER_MINUTE, usable(requests.getAsLong()));
        }
        OptionalLong tokens = limits.tokensPerMinute();
        if (tokens.isPresent()) {
            addMinute(QuotaLimit.TOKENS_PER_MINUTE, usable(tokens.getAsLong()));
        }
        if (limits.limitsDay()) {
            Usage day = new RollingUsage(SLOTS_OF_DAY, TimeUnit.DAYS.toNanos(1) / SLOTS_OF_DAY);
            meters.add(new Meter(
                    QuotaLimit.TOKENS_PER_DAY, usable(limits.tokensPerDay().orElseThrow()), day, share));
        }
    }

    private long usable(long limit) {
        return Math.max(1, (long) (limit * policy.headroom()));
    }

    private void addMinute(QuotaLimit kind, long most) {
        Usage refilling = new RefillingUsage(most);
        Usage rolling = new RollingUsage(SLOTS_OF_MINUTE, TimeUnit.MINUTES.toNanos(1) / SLOTS_OF_MINUTE);
        Usage usage =
                switch (policy.window()) {
                    case LEARNED -> new LearnedUsage(refilling, rolling);
                    case ROLLING -> rolling;
                    case REFILLING -> refilling;
                };
        meters.add(new Meter(kind, most, usage, share));
    }

    /** The most tokens that one call can hold. */
    long mostTokens() {
        long most = Long.MAX_VALUE;
        for (Meter meter : meters) {
            most = meter.kind() == QuotaLimit.REQUESTS_PER_MINUTE ? most : Math.min(most, meter.most());
        }
        return most;
    }

    /** Until then it is not believed that the minute refills. */
    void doubt(long untilNanos) {
        for (Meter meter : meters) {
            meter.doubt(untilNanos);
        }
    }

    /** Whether a call fits only because the minute is believed to refill. */
    boolean isDaring(long tokens, long nanos) {
        for (Meter meter : meters) {
            if (meter.isDaring(amount(meter, tokens), nanos)) {
                return true;
            }
        }
        return false;
    }

    /** Why a call does not fit now; null if it does. */
    @Nullable
    QuotaRefusal refusal(long tokens, long nanos) {
        long until = share.pausedUntil();
        QuotaLimit last = QuotaLimit.PROVIDER_THROTTLE;
        for (Meter meter : meters) {
            long fitsAt = meter.fitsAt(amount(meter, tokens), nanos);
            if (fitsAt > until) {
                until = fitsAt;
                last = meter.kind();
            }
        }
        if (until <= nanos) {
            return null;
        }
        return new QuotaRefusal(last, until == QuotaRefusal.FOREVER ? until : until - nanos);
    }

    /** The share was cut. */
    void slowDown(long nanos) {
        for (Meter meter : meters) {
            meter.slowDown(nanos);
        }
    }

    /** Takes a request and its tokens. */
    void admit(long tokens, long nanos) {
        for (Meter meter : meters) {
            meter.change(amount(meter, tokens), nanos, nanos);
        }
    }

    /** Takes the tokens a call has used instead of those it held. */
    void settle(QuotaHold hold, long charge, long nanos) {
        for (Meter meter : meters) {
            if (meter.kind() != QuotaLimit.REQUESTS_PER_MINUTE) {
                meter.change(charge - hold.tokens(), hold.admittedAt(), nanos);
            }
        }
    }

    /** Gives a request and its tokens back. */
    void release(QuotaHold hold, long nanos) {
        for (Meter meter : meters) {
            meter.change(-amount(meter, hold.tokens()), hold.admittedAt(), nanos);
        }
    }

    List<QuotaView.Level> levels(long nanos) {
        return meters.stream().map(meter -> level(meter, nanos)).toList();
    }

    private static long amount(Meter meter, long tokens) {
        return meter.kind() == QuotaLimit.REQUESTS_PER_MINUTE ? 1 : tokens;
    }

    private static QuotaView.Level level(Meter meter, long nanos) {
        return new QuotaView.Level(meter.kind(), meter.usedAt(nanos), meter.most());
    }
}
