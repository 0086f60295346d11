package dev.hybridrouter.core.internal.run;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.core.internal.flow.AnswerSize;
import dev.hybridrouter.core.internal.flow.Withholding;
import dev.hybridrouter.core.internal.tools.Failures;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** An attempt whose answer comes in one piece. */
final class UnaryAttempt extends LiveAttempt implements BiConsumer<ModelResponse, Throwable>, Runnable {
    private volatile @Nullable CompletableFuture<ModelResponse> sent;
    private @Nullable Cancellable timer;

    UnaryAttempt(Run run, NextAttempt step, Holds holds, long startNanos) {
        super(run, step, holds, startNanos);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // accept takes care of what it throws
    void send() {
        CompletableFuture<ModelResponse> future = call();
        sent = future;
        if (future.isDone()) {
            arrived(future);
            return;
        }
        timer = kit.time.timer().schedule(this, limitNanos - (kit.time.now() - startNanos));
        if (timer == null) {
            end(Failures.noTimer());
            return;
        }
        future.whenComplete(this);
        if (run.call().isAborted()) { // whoever aborted did not see the future yet
            cutOff();
        }
    }

    private CompletableFuture<ModelResponse> call() {
        long called = kit.time.now();
        try {
            CompletableFuture<ModelResponse> future = dispatch().call(run.call(), providerCall());
            return future != null
                    ? future
                    : CompletableFuture.failedFuture(new NullPointerException("the adapter returned no future"));
        } catch (Throwable e) { // an adapter that lacks a library throws an Error
            return CompletableFuture.failedFuture(e);
        } finally {
            taken();
            returned(called);
        }
    }

    /** The end of the adapter's future. */
    @Override
    public void accept(@Nullable ModelResponse response, @Nullable Throwable error) {
        run.call().turn().run(() -> arrived(response, error));
    }

    /** A future that was done when the adapter returned it needs neither timer nor queue. */
    private void arrived(CompletableFuture<ModelResponse> done) {
        ModelResponse response = null;
        Throwable error = null;
        try {
            response = done.getNow(null);
        } catch (Throwable e) { // a CompletionException, or what a future of another kind throws
            error = e;
        }
        arrived(response, error);
    }

    private void arrived(@Nullable ModelResponse response, @Nullable Throwable error) {
        if (hasEnded()) {
            return;
        }
        if (response == null) {
            Throwable why = error != null ? error : new NullPointerException("the adapter answered null");
            run.failed(this, Failures.classify(why), Failures.usage(why), true);
            return;
        }
        ProviderFailure failure = AnswerSize.whyTooLarge(AnswerSize.of(response.content()), kit.maxAnswerBytes);
        failure = failure != null ? failure : Failures.whyNoAnswer(response);
        if (failure != null) {
            run.failed(this, failure, response.usage(), true);
        } else if (run.commit(this)) {
            answered(response);
        }
    }

    /** The time limit. */
    @Override
    public void run() {
        run.call().turn().run(this::late);
    }

    private void late() {
        if (!hasEnded()) {
            ProviderException late = Withholding.late(sent);
            ProviderFailure failure = late != null
                    ? late.failure()
                    : ProviderFailure.of(FailureKind.TIMEOUT, "no answer within " + limitNanos / 1_000_000 + " ms");
            run.failed(this, failure, Failures.usage(late), true);
        }
    }

    @Override
    void end(ProviderFailure why) {
        if (!hasEnded()) {
            run.failed(this, why, TokenUsage.unknown(), true);
        }
    }

    @Override
    void cancel() {
        CompletableFuture<ModelResponse> future = sent;
        if (future != null) {
            try {
                future.cancel(true);
            } catch (Throwable e) { // the attempt ends all the same
                Failures.cancelThrew(run.call().number(), target(), e);
            }
        }
    }

    @Override
    void stop() {
        kit.time.timer().cancel(timer);
        CompletableFuture<ModelResponse> future = sent;
        if (future != null && !future.isDone()) {
            cancel();
        }
    }
}
