package dev.hybridrouter.test.kit;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.test.ExpectedAnswer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;

/** Adapters that keep every rule but one. */
public enum BadAdapters {
    RETRIES_CALLS("CALL does not retry SERVER_ERROR") {
        @Override
        public ProviderAdapter wrap(ProviderAdapter good) {
            return new Tampered(good).calls(call -> good.call(call).exceptionallyCompose(error -> good.call(call)));
        }
    },
    TAKES_ALL_FAILURES_FOR_OTHER("CALL classifies THROTTLED") {
        @Override
        public ProviderAdapter wrap(ProviderAdapter good) {
            return failing(good, failure -> ProviderFailure.of(FailureKind.OTHER, failure.message()));
        }
    },
    FORGETS_RETRY_AFTER("CALL passes on how long to wait") {
        @Override
        public ProviderAdapter wrap(ProviderAdapter good) {
            return failing(good, failure -> ProviderFailure.of(failure.kind(), failure.message()));
        }
    },
    QUOTES_THE_PROMPT("CALL repeats nothing of the prompt in a failure") {
        @Override
        public ProviderAdapter wrap(ProviderAdapter good) {
            return failing(good, failure -> ProviderFailure.of(failure.kind(), "bad: " + ExpectedAnswer.CANARY));
        }
    },
    RAISES_ANY_EXCEPTION("CALL classifies SERVER_ERROR") {
        @Override
        public ProviderAdapter wrap(ProviderAdapter good) {
            return new Tampered(good).calls(call -> good.call(call).handle((response, error) -> {
                if (error != null) {
                    throw new IllegalStateException("unclassified");
                }
                return response;
            }));
        }
    },
    DROPS_USAGE("CALL brings the tokens used") {
        @Override
        public ProviderAdapter wrap(ProviderAdapter good) {
            return answering(good, response -> response(response, response.stopReason(), TokenUsage.unknown()));
        }
    },
    INVENTS_USAGE("CALL takes unreported tokens as unknown") {
        @Override
        public ProviderAdapter wrap(ProviderAdapter good) {
            return answering(good, response -> response(response, response.stopReason(), TokenUsage.of(0, 0)));
        }
    },
    KNOWS_FEW_STOP_REASONS("CALL keeps an unheard-of stop reason") {
        @Override
        public ProviderAdapter wrap(ProviderAdapter good) {
            return answering(good, response -> response(response, StopReason.END_TURN, response.usage()));
        }
    },
    FILLS_EMPTY_ANSWERS("CALL shows an empty answer as empty") {
        @Override
        public ProviderAdapter wrap(ProviderAdapter good) {
            return answering(
                    good, response -> ModelResponse.builder(List.of(Content.text("(nothing)")), StopReason.END_TURN)
                            .build());
        }
    },
    DOES_NOT_ABORT_CALLS("cancelling a call reaches the backend") {
        @Override
        public ProviderAdapter wrap(ProviderAdapter good) {
            return new Tampered(good).calls(call -> good.call(call).thenApply(response -> response));
        }
    },
    BLOCKS("a call does not block its caller") {
        @Override
        public ProviderAdapter wrap(ProviderAdapter good) {
            return new Tampered(good)
                    .calls(call ->
                            CompletableFuture.completedFuture(good.call(call).join()));
        }
    },
    CALLS_TWICE("a call is one call at the backend") {
        @Override
        public ProviderAdapter wrap(ProviderAdapter good) {
            return new Tampered(good).calls(call -> good.call(call).thenCompose(first -> good.call(call)));
        }
    },
    BEGINS_STREAMS_EARLY("a stream begins when it is subscribed to") {
        @Override
        public ProviderAdapter wrap(ProviderAdapter good) {
            return new Tampered(good).streams(call -> {
                good.call(call).join();
                return good.stream(call);
            });
        }
    },
    TAKES_MANY_SUBSCRIBERS("a stream takes one subscriber") {
        @Override
        public ProviderAdapter wrap(ProviderAdapter good) {
            return new Tampered(good)
                    .streams(call -> subscriber -> good.stream(call).subscribe(subscriber));
        }
    },
    FORGETS_FINISHED("a stream ends with Finished, then one terminal signal") {
        @Override
        public ProviderAdapter wrap(ProviderAdapter good) {
            return TamperedStream.of(good, new TamperedStream.Rules().dropFinished());
        }
    },
    FINISHES_TWICE("a stream ends with Finished, then one terminal signal") {
        @Override
        public ProviderAdapter wrap(ProviderAdapter good) {
            return TamperedStream.of(good, new TamperedStream.Rules().repeatFinished());
        }
    },
    COMPLETES_TWICE("a stream ends with Finished, then one terminal signal") {
        @Override
        public ProviderAdapter wrap(ProviderAdapter good) {
            return TamperedStream.of(good, new TamperedStream.Rules().repeatTerminal());
        }
    },
    FAILS_TWICE("a stream that fails ends with one terminal signal") {
        @Override
        public ProviderAdapter wrap(ProviderAdapter good) {
            return TamperedStream.of(good, new TamperedStream.Rules().repeatTerminal());
        }
    },
    TAKES_A_CUT_STREAM_FOR_WHOLE("STREAM classifies NO_STOP_MESSAGE") {
        @Override
        public ProviderAdapter wrap(ProviderAdapter good) {
            return TamperedStream.of(good, new TamperedStream.Rules().errorAsFinished());
        }
    },
    IGNORES_DEMAND("a stream delivers no more than requested") {
        @Override
        public ProviderAdapter wrap(ProviderAdapter good) {
            return TamperedStream.of(good, new TamperedStream.Rules().unboundedDemand());
        }
    },
    HOLDS_PIECES_BACK("a stream delivers each piece when it comes") {
        @Override
        public ProviderAdapter wrap(ProviderAdapter good) {
            return TamperedStream.of(good, new TamperedStream.Rules().holdBack());
        }
    },
    DOES_NOT_ABORT_STREAMS("cancelling a stream between its pieces reaches the backend") {
        @Override
        public ProviderAdapter wrap(ProviderAdapter good) {
            return TamperedStream.of(good, new TamperedStream.Rules().loseCancel());
        }
    },
    CLOSES_ONCE("closing twice is harmless") {
        @Override
        public ProviderAdapter wrap(ProviderAdapter good) {
            return new Tampered(good).closesOnce();
        }
    };

    private final String breaks;

    BadAdapters(String breaks) {
        this.breaks = breaks;
    }

    /** The sentence of the kit that it breaks. */
    public String breaks() {
        return breaks;
    }

    /** Spoils a good adapter. */
    public abstract ProviderAdapter wrap(ProviderAdapter good);

    private static ProviderAdapter failing(ProviderAdapter good, UnaryOperator<ProviderFailure> change) {
        return new Tampered(good).calls(call -> good.call(call).handle((response, error) -> {
            if (error == null) {
                return response;
            }
            Throwable cause =
                    error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
            throw cause instanceof ProviderException known
                    ? new ProviderException(change.apply(known.failure()))
                    : new CompletionException(cause);
        }));
    }

    private static ProviderAdapter answering(ProviderAdapter good, UnaryOperator<ModelResponse> change) {
        return new Tampered(good).calls(call -> good.call(call).thenApply(change));
    }

    private static ModelResponse response(ModelResponse original, StopReason reason, TokenUsage usage) {
        return ModelResponse.builder(original.content(), reason).usage(usage).build();
    }
}
