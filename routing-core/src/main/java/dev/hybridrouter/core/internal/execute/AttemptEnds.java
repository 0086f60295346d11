package dev.hybridrouter.core.internal.execute;

import dev.hybridrouter.api.failure.Billing;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.spi.ProviderException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What the end of an attempt means: whether an answer is one, and what an exception says. */
final class AttemptEnds {
    private AttemptEnds() {}

    /** Why an answer that arrived in whole is none; null if it is one. */
    static @Nullable ProviderFailure whyNoAnswer(ModelResponse response) {
        StopReason stop = response.stopReason();
        if (stop.equals(StopReason.MALFORMED_MODEL_OUTPUT) || stop.equals(StopReason.MALFORMED_TOOL_USE)) {
            return ProviderFailure.builder(FailureKind.MALFORMED_RESPONSE, "the model stopped with " + stop)
                    .billing(Billing.CERTAIN)
                    .build();
        }
        if (!response.isEmpty()) {
            return null;
        }
        FailureKind kind = stop.equals(StopReason.GUARDRAIL_INTERVENED)
                ? FailureKind.GUARDRAIL_BLOCKED
                : stop.equals(StopReason.CONTENT_FILTERED) ? FailureKind.CONTENT_FILTERED : FailureKind.EMPTY;
        return ProviderFailure.of(kind, "the answer has no content; the model stopped with " + stop);
    }

    /** The failure that an adapter's exception carries; anything else is a bug of the adapter. */
    static ProviderFailure classify(Throwable thrown) {
        Throwable error = thrown;
        while (error instanceof CompletionException && error.getCause() != null) {
            error = error.getCause();
        }
        if (error instanceof ProviderException provider) {
            return provider.failure();
        }
        if (error instanceof CancellationException) {
            return ProviderFailure.builder(FailureKind.OTHER, "the adapter cancelled the call")
                    .cause(error)
                    .build();
        }
        return ProviderFailure.builder(
                        FailureKind.OTHER,
                        "the adapter failed with " + error.getClass().getName())
                .cause(error)
                .build();
    }
}
