package dev.hybridrouter.benchmarks.protection;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.ProviderOptions;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.test.ManualClock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** An adapter that tells the oracle what it is sent, and answers or fails after a while. For one thread. */
final class FuzzAdapter implements ProviderAdapter {
    private static final TokenUsage USAGE = TokenUsage.of(10, 3);

    private final String id;
    private final boolean readsOptions;
    private final @Nullable Facts way;
    private final Map<String, Known> known;
    private final Oracle oracle;
    private final ManualClock clock;
    private final Chance chance;
    private boolean down;

    FuzzAdapter(
            String id,
            boolean readsOptions,
            @Nullable Facts way,
            Map<String, Known> known,
            Oracle oracle,
            ManualClock clock,
            Chance chance) {
        this.id = id;
        this.readsOptions = readsOptions;
        this.way = way;
        this.known = known;
        this.oracle = oracle;
        this.clock = clock;
        this.chance = chance;
    }

    @Nullable
    Facts way() {
        return way;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.allOf(Capability.class);
    }

    @Override
    public void check(Target target) {}

    @Override
    public Optional<Handling> handling(Target target) {
        return Optional.ofNullable(way).map(Facts::handling);
    }

    @Override
    public boolean reads(Class<? extends ProviderOptions> options) {
        return readsOptions;
    }

    private Born sent(ProviderCall call, String how) {
        List<Facts> to = new ArrayList<>();
        to.add(Objects.requireNonNull(known.get(call.target().id().value())).now());
        Born answer = oracle.attempt(call.request().context());
        if (readsOptions && answer.by.options() != null) {
            to.add(answer.by.options());
        }
        Content content = call.request().messages().get(0).content().get(0);
        oracle.sent(how, call.request().context(), ((Content.Text) content).text(), to);
        return answer;
    }

    /** From now on all it is sent fails, or most of it does not. */
    void fail(boolean value) {
        down = value;
    }

    private boolean fails() {
        return down || chance.once(6);
    }

    private ProviderException failure() {
        return new ProviderException(chance.once(2) ? FailureKind.SERVER_ERROR : FailureKind.REFUSED, "by chance");
    }

    private long delay() {
        return chance.upTo(8_000_000_000L);
    }

    @Override
    public CompletableFuture<ModelResponse> call(ProviderCall call) {
        Born answer = sent(call, "attempt");
        boolean fails = fails();
        CompletableFuture<ModelResponse> result = new CompletableFuture<>();
        var unused = clock.schedule(
                () -> {
                    if (fails) {
                        result.completeExceptionally(failure());
                    } else {
                        ModelResponse response = ModelResponse.builder(
                                        List.of(new Content.Text(answer.text())), StopReason.END_TURN)
                                .usage(USAGE)
                                .build();
                        oracle.ends(answer, () -> result.complete(response));
                    }
                },
                delay());
        return result;
    }

    @Override
    public Flow.Publisher<ProviderEvent> stream(ProviderCall call) {
        Born answer = sent(call, "stream");
        boolean fails = fails();
        long delay = delay();
        return subscriber -> subscriber.onSubscribe(new Once(subscriber, answer, fails, delay));
    }

    /** Delivers an answer in one piece. */
    private final class Once implements Flow.Subscription {
        private final Flow.Subscriber<? super ProviderEvent> subscriber;
        private final Born answer;
        private final boolean fails;
        private long wanted;
        private int sent;
        private boolean due;
        private boolean over;
        private boolean sending;

        Once(Flow.Subscriber<? super ProviderEvent> subscriber, Born answer, boolean fails, long delay) {
            this.subscriber = subscriber;
            this.answer = answer;
            this.fails = fails;
            var unused = clock.schedule(
                    () -> {
                        due = true;
                        send();
                    },
                    delay);
        }

        @Override
        public void request(long n) {
            wanted = wanted + n < 0 ? Long.MAX_VALUE : wanted + n;
            send();
        }

        private void send() {
            if (!due || sending) {
                return;
            }
            sending = true;
            if (fails && !over) {
                over = true;
                subscriber.onError(failure());
            }
            while (!over && sent < wanted) {
                sent++;
                if (sent == 1) {
                    subscriber.onNext(new ProviderEvent.Piece(new Delta.TextDelta(0, answer.text())));
                } else {
                    over = true;
                    oracle.ends(answer, () -> {
                        subscriber.onNext(new ProviderEvent.Finished(StopReason.END_TURN, USAGE));
                        subscriber.onComplete();
                    });
                }
            }
            sending = false;
        }

        @Override
        public void cancel() {
            over = true;
        }
    }

    @Override
    public void close() {}
}
