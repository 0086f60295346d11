package dev.hybridrouter.test.kit;

import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.ProviderEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;

/** Passes on the signals of a good stream, but for what its rules spoil. */
final class TamperedStream implements Flow.Subscriber<ProviderEvent> {
    private final Flow.Subscriber<? super ProviderEvent> downstream;
    private final Rules rules;
    private final List<ProviderEvent> held = new ArrayList<>();

    private TamperedStream(Flow.Subscriber<? super ProviderEvent> downstream, Rules rules) {
        this.downstream = downstream;
        this.rules = rules;
    }

    static ProviderAdapter of(ProviderAdapter good, Rules rules) {
        return new Tampered(good).streams(call -> {
            Flow.Publisher<ProviderEvent> stream = good.stream(call);
            return subscriber -> stream.subscribe(new TamperedStream(subscriber, rules));
        });
    }

    @Override
    public void onSubscribe(Flow.Subscription upstream) {
        downstream.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {
                upstream.request(rules.unboundedDemand ? Long.MAX_VALUE : n);
            }

            @Override
            public void cancel() {
                if (!rules.loseCancel) {
                    upstream.cancel();
                }
            }
        });
    }

    @Override
    public void onNext(ProviderEvent event) {
        boolean finished = event instanceof ProviderEvent.Finished;
        if (finished && rules.dropFinished) {
            return;
        }
        if (rules.holdBack) {
            held.add(event);
            return;
        }
        downstream.onNext(event);
        if (finished && rules.repeatFinished) {
            downstream.onNext(event);
        }
    }

    @Override
    public void onError(Throwable error) {
        if (rules.errorAsFinished) {
            downstream.onNext(new ProviderEvent.Finished(StopReason.END_TURN, TokenUsage.unknown()));
            downstream.onComplete();
            return;
        }
        downstream.onError(error);
        if (rules.repeatTerminal) {
            downstream.onError(error);
        }
    }

    @Override
    public void onComplete() {
        held.forEach(downstream::onNext);
        downstream.onComplete();
        if (rules.repeatTerminal) {
            downstream.onComplete();
        }
    }

    /** What to spoil; nothing unless said. */
    static final class Rules {
        private boolean dropFinished;
        private boolean repeatFinished;
        private boolean repeatTerminal;
        private boolean errorAsFinished;
        private boolean unboundedDemand;
        private boolean holdBack;
        private boolean loseCancel;

        Rules dropFinished() {
            dropFinished = true;
            return this;
        }

        Rules repeatFinished() {
            repeatFinished = true;
            return this;
        }

        Rules repeatTerminal() {
            repeatTerminal = true;
            return this;
        }

        Rules errorAsFinished() {
            errorAsFinished = true;
            return this;
        }

        Rules unboundedDemand() {
            unboundedDemand = true;
            return this;
        }

        Rules holdBack() {
            holdBack = true;
            return this;
        }

        Rules loseCancel() {
            loseCancel = true;
            return this;
        }
    }
}
