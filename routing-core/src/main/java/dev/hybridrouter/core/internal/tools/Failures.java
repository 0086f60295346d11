package dev.hybridrouter.core.internal.tools;

import dev.hybridrouter.api.failure.Billing;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.HealthImpact;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.internal.SafeTrace;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.diagnostics.LogEvent;
import dev.hybridrouter.spi.ProviderException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What the end of an attempt means: whether an answer is one, and what an exception says. */
public final class Failures {
    private Failures() {}

    /** Why an answer that arrived in whole is none; null if it is one. */
    public static @Nullable ProviderFailure whyNoAnswer(ModelResponse response) {
        StopReason stop = response.stopReason();
        if (stop.equals(StopReason.MALFORMED_MODEL_OUTPUT) || stop.equals(StopReason.MALFORMED_TOOL_USE)) {
            return ProviderFailure.builder(FailureKind.MALFORMED_RESPONSE, "the model stopped with " + stop)
                    .billing(Billing.CERTAIN)
                    .health(HealthImpact.NONE) // the model's words, perhaps those of this caller, not the target
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

    /** The end of an attempt that nothing would end in time. */
    public static ProviderFailure noTimer() {
        return ProviderFailure.of(FailureKind.CANCELLED, "the host's scheduler refused the time limit");
    }

    /** The end of an attempt that the kill switch stops. */
    public static ProviderFailure stopped() {
        return ProviderFailure.of(FailureKind.STOPPED, "the kill switch was thrown");
    }

    /** Tells that a call could not be cancelled at its adapter, which may go on and cost money. */
    public static void cancelThrew(long request, Target target, Throwable thrown) {
        LogEvent.CANCEL_FAILED
                .line()
                .with("target", target.id())
                .with("request", request)
                .with("cause", thrown.getClass().getName())
                .thrown(SafeTrace.of(thrown))
                .log();
    }

    /** What a caller is told whose request could not be seen through. */
    public static IllegalStateException brokeOff(long request, Throwable bug) {
        LogEvent.REQUEST_BROKEN
                .line()
                .with("request", request)
                .with("cause", bug.getClass().getName())
                .thrown(SafeTrace.of(bug))
                .log();
        return new IllegalStateException("The call broke off; this is a bug of the router", SafeTrace.of(bug));
    }

    /** The tokens that a failed call used, as far as its exception tells. */
    public static TokenUsage usage(@Nullable Throwable thrown) {
        Throwable error = unwrapped(thrown);
        return error instanceof ProviderException provider ? provider.usage() : TokenUsage.unknown();
    }

    /** What failed, without the wrapping of stages that passed it on. */
    public static @Nullable Throwable unwrapped(@Nullable Throwable thrown) {
        Throwable error = thrown;
        while (error instanceof CompletionException && error.getCause() != null) {
            error = error.getCause();
        }
        return error;
    }

    /** The failure that an adapter's exception carries; anything else is a bug of the adapter. */
    public static ProviderFailure classify(@Nullable Throwable thrown) {
        Throwable error = unwrapped(thrown);
        if (error == null) {
            error = new NullPointerException("the adapter failed with null");
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
