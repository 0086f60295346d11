package dev.hybridrouter.test;

import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import java.util.concurrent.CompletableFuture;

/** Plays a plan to the caller of a whole answer. */
final class CallRun implements CallBook.Waiting {
    private final ManualClock clock;
    private final CallBook book;
    private final ScriptedCall call;
    private final Plan.Timed plan;
    private final CompletableFuture<ModelResponse> future = new CompletableFuture<>();

    CallRun(ManualClock clock, CallBook book, ScriptedCall call, Plan.Timed plan) {
        this.clock = clock;
        this.book = book;
        this.call = call;
        this.plan = plan;
    }

    CompletableFuture<ModelResponse> start() {
        long delay = plan.pace().after().next().toNanos();
        if (delay == 0) {
            end();
            watch(() -> {});
        } else {
            watch(clock.schedule(this::end, delay));
        }
        return future;
    }

    /** Whoever completes the future while the call still runs is its caller, and has cancelled it. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void watch(Cancellable task) {
        future.whenComplete((answer, failure) -> {
            if (call.end(ScriptedCall.State.CANCELLED)) {
                task.cancel();
            }
        });
    }

    private void end() {
        switch (plan.ending()) {
            case FINISH -> answer(plan.response());
            case HANG -> book.addWaiting(this);
            default -> fail(plan.failureOrBroken());
        }
    }

    @Override
    public boolean answer(ModelResponse response) {
        return call.end(ScriptedCall.State.ANSWERED) && future.complete(response);
    }

    @Override
    public boolean fail(Throwable failure) {
        return call.end(ScriptedCall.State.FAILED) && future.completeExceptionally(failure);
    }
}
