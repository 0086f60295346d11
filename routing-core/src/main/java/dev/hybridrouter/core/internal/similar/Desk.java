package dev.hybridrouter.core.internal.similar;

import dev.hybridrouter.api.failure.Billing;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.HealthImpact;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.internal.SafeTrace;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.core.cache.SemanticPolicy;
import dev.hybridrouter.core.internal.money.SideCharge;
import dev.hybridrouter.core.internal.plan.Residency;
import dev.hybridrouter.core.internal.tools.Breaker;
import dev.hybridrouter.core.internal.tools.GuardedTimer;
import dev.hybridrouter.core.internal.tools.TimedCall;
import dev.hybridrouter.core.internal.way.Stops;
import dev.hybridrouter.core.policy.BreakerPolicy;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import dev.hybridrouter.spi.cache.Embedder;
import dev.hybridrouter.spi.cache.Embedding;
import dev.hybridrouter.spi.cache.EmbeddingCall;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The only way to the embedder: who may send a text there, for how long, and whether it is in service. Thread-safe. */
final class Desk {
    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
    private static final ProviderFailure STOPPED = ProviderFailure.builder(
                    FailureKind.STOPPED, "the kill switch is thrown")
            .billing(Billing.NONE)
            .build();

    private static final BreakerPolicy IMPATIENT =
            BreakerPolicy.builder().failures(5).window(10).build();

    private final Embedder embedder;
    private final int dimensions;
    private final @Nullable Destinations destinations;
    private final @Nullable Duration retention;
    private final @Nullable TokenPrice price;
    private final RouterClock clock;
    private final GuardedTimer timer;
    private final Tally tally;
    private final Stops control;
    private final Breaker breaker = new Breaker(IMPATIENT);

    Desk(SemanticPolicy policy, RouterClock clock, GuardedTimer timer, Tally tally, Stops control) {
        this.embedder = policy.embedder();
        this.dimensions = embedder.dimensions();
        this.destinations = embedder.destinations().orElse(null);
        this.retention = embedder.retention().orElse(null);
        this.price = embedder.pricePerMillionTokens()
                .map(money -> TokenPrice.perMillion(money, Money.ZERO))
                .orElse(null);
        this.clock = clock;
        this.timer = timer;
        this.tally = tally;
        this.control = control;
    }

    /**
     * The one place that says whether a request's text may go to the embedder, by hard rules: what is not known to be allowed is
     * not. The kill switch has its word later, right before the call.
     */
    boolean mayAsk(RequestContext context) {
        return Residency.admits(context, destinations) && Residency.admits(context, retention);
    }

    /** What so many tokens cost; null if the price is unknown. */
    @Nullable
    Money cost(long tokens) {
        return price == null ? null : price.cost(tokens, 0);
    }

    /** Asks for a vector. Returns what cancels that. */
    Cancellable ask(EmbeddingCall call, SideCharge charge, Asking asking) {
        Breaker.Entry entry = breaker.tryEnter(clock.nanoTime());
        if (entry == Breaker.Entry.REFUSED) {
            tally.count(Tally.Search.OUT_OF_SERVICE);
            asking.end(null, charge.failed(Billing.NONE));
            return () -> {};
        }
        TimedCall<Embedding> errand = new TimedCall<>(() -> embed(call), new Call(entry, charge, asking), timer);
        errand.begin(call.timeLimit().toNanos());
        return errand;
    }

    private CompletionStage<Embedding> embed(EmbeddingCall call) {
        int pass = control.enter();
        try {
            return control.refusalOfAll(call.context(), null) == null
                    ? embedder.embed(call)
                    : CompletableFuture.failedFuture(new ProviderException(STOPPED));
        } finally {
            control.leave(pass);
        }
    }

    /** Told once, on any thread: the vector, null if there is none, and what it cost, null if that is unknown. */
    @FunctionalInterface
    interface Asking {
        void end(@Nullable UnitVector vector, @Nullable Money cost);
    }

    private final class Call implements TimedCall.End<Embedding> {
        private final Breaker.Entry entry;
        private final SideCharge charge;
        private final Asking asking;

        Call(Breaker.Entry entry, SideCharge charge, Asking asking) {
            this.entry = entry;
            this.charge = charge;
            this.asking = asking;
        }

        @Override
        public void brought(@Nullable Embedding embedding) {
            if (embedding == null) {
                failed(new NullPointerException("the embedder brought nothing"));
                return;
            }
            UnitVector vector = UnitVector.of(embedding, dimensions);
            if (vector == null) {
                tally.count(Tally.Search.FAILED);
                breaker.failed(entry, clock.nanoTime());
            } else {
                breaker.succeeded(entry);
            }
            OptionalLong tokens = embedding.tokens();
            asking.end(vector, charge.answered(tokens.isPresent() ? cost(tokens.getAsLong()) : null));
        }

        @Override
        public void failed(Throwable thrown) {
            Throwable cause =
                    thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
            tally.count(Tally.Search.FAILED);
            LOG.atDebug().setCause(SafeTrace.of(cause)).log("The embedder failed; nothing similar is looked for");
            ProviderException known = cause instanceof ProviderException classified ? classified : null;
            if (known != null && known.failure().kind().health() == HealthImpact.NONE) {
                breaker.ignored(entry);
            } else {
                breaker.failed(entry, clock.nanoTime());
            }
            asking.end(
                    null,
                    charge.failed(
                            known == null ? Billing.POSSIBLE : known.failure().billing()));
        }

        @Override
        public void late() {
            tally.count(Tally.Search.LATE);
            breaker.failed(entry, clock.nanoTime());
            asking.end(null, charge.failed(Billing.POSSIBLE));
        }

        @Override
        public void cancelled() {
            tally.count(Tally.Search.CANCELLED);
            breaker.ignored(entry);
            asking.end(null, charge.failed(Billing.POSSIBLE));
        }
    }
}
