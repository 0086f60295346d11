package dev.hybridrouter.core.internal.guard;

import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.core.internal.flow.Withholding;
import dev.hybridrouter.core.internal.tools.Failures;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.spi.ProviderException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The answer of an adapter, once guards have let it go. Cancelling it cancels the call, or the guard that is at it. */
final class GuardedAnswer extends CompletableFuture<ModelResponse> implements Withholding {
    private final Guards guards;
    private final CallContext call;
    private final Duration timeLimit;
    private volatile @Nullable CompletableFuture<?> current;
    private volatile @Nullable ModelResponse inspected;

    GuardedAnswer(Guards guards, CallContext call, Duration timeLimit) {
        this.guards = guards;
        this.call = call;
        this.timeLimit = timeLimit;
    }

    public GuardedAnswer follow(@Nullable CompletableFuture<ModelResponse> sent) {
        if (sent == null) {
            completeExceptionally(new NullPointerException("the adapter returned no future"));
            return this;
        }
        current = sent;
        var unused = sent.whenComplete(this::arrived);
        return this;
    }

    private void arrived(@Nullable ModelResponse response, @Nullable Throwable error) {
        if (error != null || response == null) {
            completeExceptionally(error != null ? error : new NullPointerException("the adapter answered null"));
        } else if (Failures.whyNoAnswer(response) != null) {
            complete(response); // there is nothing to inspect
        } else {
            inspect(response);
        }
    }

    @Override
    public @Nullable ProviderException late() {
        ModelResponse response = inspected;
        return response == null ? null : GuardDenial.of(GuardDenial.LATE, response.usage());
    }

    private void inspect(ModelResponse response) {
        inspected = response;
        var inspection = guards.inspect(call, response, timeLimit.toNanos());
        current = inspection;
        var unused = inspection.whenComplete((seen, cancelled) -> {
            if (cancelled != null) {
                completeExceptionally(cancelled);
            } else {
                end(seen, response);
            }
        });
        if (isDone()) {
            inspection.cancel(true);
        }
    }

    private void end(Inspected<ModelResponse> seen, ModelResponse response) {
        if (seen.denial() == null) {
            complete(seen.value());
        } else {
            completeExceptionally(GuardDenial.of(seen.denial(), response.usage()));
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean changed = super.cancel(mayInterruptIfRunning);
        CompletableFuture<?> at = current;
        if (changed && at != null) {
            at.cancel(true);
        }
        return changed;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
