package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.bedrock.FailureMapper.Arrived;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.spi.TaskScheduler;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A question to the control plane of Bedrock that ends in time, whatever its client does.
 *
 * @param limit how long it may take, retries of the client included
 * @param timer keeps the limit
 */
record ControlCall(Duration limit, TaskScheduler timer) {
    /** Sends a question; the future fails with {@link ProviderException}, and cancelling it cancels the call. */
    <S, T> CompletableFuture<T> ask(Supplier<CompletableFuture<S>> call, Function<S, T> reader) {
        CompletableFuture<S> sent = sent(call);
        CompletableFuture<T> answer = new CompletableFuture<>();
        Cancellable end = timer.schedule(
                () -> answer.completeExceptionally(
                        new ProviderException(FailureKind.TIMEOUT, "the service did not answer within " + limit)),
                limit.toNanos());
        var unusedRead = sent.whenComplete((response, error) -> complete(answer, response, error, reader));
        var unusedEnd = answer.whenComplete((value, error) -> {
            end.cancel();
            sent.cancel(true);
        });
        return answer;
    }

    private static <S> CompletableFuture<S> sent(Supplier<CompletableFuture<S>> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static <S, T> void complete(
            CompletableFuture<T> answer, S response, Throwable error, Function<S, T> reader) {
        try {
            if (error != null) {
                throw FailureMapper.toException(error, Arrived.NOTHING);
            }
            answer.complete(reader.apply(response));
        } catch (RuntimeException e) {
            answer.completeExceptionally(FailureMapper.unreadable(e));
        }
    }
}
