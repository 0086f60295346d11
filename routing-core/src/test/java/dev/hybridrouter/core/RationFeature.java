package dev.hybridrouter.core;

import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.status.ComponentStatus;
import dev.hybridrouter.api.status.Condition;
import dev.hybridrouter.core.internal.feature.Feature;
import dev.hybridrouter.core.internal.feature.Fitting;
import dev.hybridrouter.core.internal.feature.Order;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.internal.way.Chain;
import dev.hybridrouter.core.internal.way.Draft;
import dev.hybridrouter.core.internal.way.Gate;
import dev.hybridrouter.core.internal.way.Hold;
import dev.hybridrouter.core.internal.way.Sink;
import dev.hybridrouter.core.internal.way.Stage;
import dev.hybridrouter.core.internal.way.ViewContributor;
import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.spi.TargetView;
import dev.hybridrouter.spi.event.RequestEnded;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A feature that no part of the router knows: each router may make so many attempts and no more, requests without user text
 * of this tenant are turned away, and planning sees targets as holding the whole prompt.
 */
final class RationFeature implements Feature {
    private static final Rejection USED_UP =
            Rejection.of(RejectionReason.BUDGET, "the ration is used up", "wait for the next router");

    final AtomicInteger left;
    final AtomicInteger open = new AtomicInteger();
    final AtomicInteger seen = new AtomicInteger();
    final AtomicInteger ended = new AtomicInteger();
    boolean closed;

    RationFeature(int attempts) {
        left = new AtomicInteger(attempts);
    }

    @Override
    public void install(Fitting fitting) {
        fitting.stage(
                Order.OfStage.GUARD, new Census(fitting.foundation().time().clock()));
        fitting.gate(Order.OfGate.MONEY, new Ration());
        fitting.view(new Prompted());
        fitting.listener(Events.on(RequestEnded.class, event -> ended.incrementAndGet()));
        fitting.status(() -> ComponentStatus.builder("ration", left.get() > 0 ? Condition.NORMAL : Condition.OUT)
                .fact("left", left.get())
                .build());
        fitting.onClose(() -> closed = true);
    }

    /** Counts requests, and turns those of one tenant away. */
    private final class Census implements Stage {
        private final RouterClock clock;

        Census(RouterClock clock) {
            this.clock = clock;
        }

        @Override
        public void enter(CallContext call, Sink sink, Chain next) {
            seen.incrementAndGet();
            if (Objects.equals(call.context().tenant(), "unwanted")) {
                sink.closed(call.rejected(USED_UP, clock.nanoTime()));
            } else {
                next.proceed(call, sink);
            }
        }
    }

    /** Lets an attempt pass while there is something left. */
    private final class Ration implements Gate {
        @Override
        public @Nullable Hold pass(Draft attempt, long nowNanos) {
            if (left.getAndUpdate(before -> Math.max(0, before - 1)) == 0) {
                attempt.refuse(List.of(USED_UP));
                return null;
            }
            open.incrementAndGet();
            return new Slice();
        }
    }

    /** One attempt's part; an attempt that is not made gives it back. */
    private final class Slice implements Hold {
        @Override
        public void answered(
                CallContext call, Attempt.Builder record, ModelResponse response, long afterNanos, long nowNanos) {
            open.decrementAndGet();
        }

        @Override
        public void failed(
                CallContext call,
                Attempt.Builder record,
                ProviderFailure failure,
                TokenUsage usage,
                boolean fair,
                long nowNanos) {
            open.decrementAndGet();
        }

        @Override
        public void release(long nowNanos) {
            open.decrementAndGet();
            left.incrementAndGet();
        }
    }

    private static final class Prompted implements ViewContributor {
        @Override
        public void show(CallContext call, TargetView.Builder[] views, long nowNanos) {
            for (TargetView.Builder view : views) {
                view.cachedTokens(call.facts().input().characters());
            }
        }
    }
}
