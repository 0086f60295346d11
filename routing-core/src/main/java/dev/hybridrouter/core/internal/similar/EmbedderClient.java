package dev.hybridrouter.core.internal.similar;

import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.decision.SideCall;
import dev.hybridrouter.api.internal.SafeTrace;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.core.cache.SemanticPolicy;
import dev.hybridrouter.core.internal.sidecall.SideCalls;
import dev.hybridrouter.core.internal.sidecall.SideEnd;
import dev.hybridrouter.core.internal.sidecall.SideRequest;
import dev.hybridrouter.core.internal.tools.Breaker;
import dev.hybridrouter.core.policy.BreakerPolicy;
import dev.hybridrouter.diagnostics.LogEvent;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import dev.hybridrouter.spi.cache.Embedder;
import dev.hybridrouter.spi.cache.Embedding;
import dev.hybridrouter.spi.cache.EmbeddingCall;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The side calls of the embedder. Thread-safe. */
final class EmbedderClient {
    private static final BreakerPolicy IMPATIENT =
            BreakerPolicy.builder().failures(5).window(10).build();

    /** Tokens that a model may add to a text of its own. */
    private static final int SPECIAL_TOKENS = 16;

    private final Embedder embedder;
    private final String model;
    private final Duration timeLimit;
    private final int dimensions;
    private final @Nullable TokenPrice price;
    private final Tally tally;
    private final SideCalls sideCalls;
    private final Breaker breaker = new Breaker(IMPATIENT);

    EmbedderClient(SemanticPolicy policy, Tally tally, SideCalls sideCalls) {
        this.embedder = policy.embedder();
        this.model = embedder.model();
        this.timeLimit = policy.timeLimit();
        this.dimensions = embedder.dimensions();
        this.price = embedder.pricePerMillionTokens()
                .map(money -> TokenPrice.perMillion(money, Money.ZERO))
                .orElse(null);
        this.tally = tally;
        this.sideCalls = sideCalls;
    }

    /** Receives the vector, once, on any thread; null if there is none. */
    @FunctionalInterface
    interface Receiver {
        void end(@Nullable UnitVector vector);
    }

    /** Asks for the vector of what somebody asks. Returns what cancels that. */
    Cancellable embed(SimilarAnswers.Asker asker, Receiver receiver) {
        String text = asker.question().text();
        Duration limit = Duration.ofNanos(Math.min(timeLimit.toNanos(), asker.patienceNanos()));
        EmbeddingCall call = new EmbeddingCall(text, asker.call().context(), limit);
        Embedded end = new Embedded(receiver);
        return sideCalls.send(
                SideRequest.builder(SideCall.Kind.EMBEDDING, model, () -> embedder.embed(call))
                        .onBehalfOf(asker.call())
                        .recordedBy(asker::recorder)
                        .handling(handling())
                        .ceiling(ceiling(text))
                        .cost(this::cost)
                        .check(end::read)
                        .breaker(breaker)
                        .timeLimit(timeLimit, asker.patienceNanos())
                        .build(),
                end);
    }

    /** An embedder that cannot tell is one of which nothing is known. */
    private Handling handling() {
        try {
            return Objects.requireNonNull(embedder.handling());
        } catch (Throwable e) {
            LogEvent.EMBEDDER_SILENT
                    .line()
                    .with("cause", e.getClass().getName())
                    .thrown(SafeTrace.of(e))
                    .log();
            return Handling.unknown();
        }
    }

    /** More than a text can cost, as a token is at least one byte of it; null if the price is unknown. */
    private @Nullable Money ceiling(String text) {
        return cost(text.getBytes(StandardCharsets.UTF_8).length + (long) SPECIAL_TOKENS);
    }

    private @Nullable Money cost(Embedding embedding) {
        OptionalLong tokens = embedding.tokens();
        return tokens.isPresent() ? cost(tokens.getAsLong()) : null;
    }

    private @Nullable Money cost(long tokens) {
        return price == null ? null : price.cost(tokens, 0);
    }

    /** The end of one call. */
    private final class Embedded implements SideEnd<Embedding> {
        private final Receiver receiver;
        private @Nullable UnitVector vector;

        Embedded(Receiver receiver) {
            this.receiver = receiver;
        }

        boolean read(Embedding embedding) {
            vector = UnitVector.of(embedding, dimensions);
            return vector != null;
        }

        @Override
        public void answered(Embedding embedding, @Nullable Money cost) {
            tally.spent(cost);
            receiver.end(vector);
        }

        @Override
        public void refused(Rejection why) {
            ended(why.reason() == RejectionReason.BREAKER_OPEN ? Tally.Search.OUT_OF_SERVICE : Tally.Search.FORBIDDEN);
        }

        @Override
        public void failed(Throwable thrown, @Nullable Money cost) {
            LogEvent.EMBEDDER_FAILED
                    .line()
                    .with("cause", thrown.getClass().getName())
                    .thrown(SafeTrace.of(thrown))
                    .log();
            tally.spent(cost);
            ended(Tally.Search.FAILED);
        }

        @Override
        public void late() {
            ended(Tally.Search.LATE);
        }

        @Override
        public void cancelled() {
            ended(Tally.Search.CANCELLED);
        }

        private void ended(Tally.Search search) {
            tally.count(search);
            receiver.end(null);
        }
    }
}
