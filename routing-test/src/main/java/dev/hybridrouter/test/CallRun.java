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
    private volatile Cancellable next = () -> {};

    CallRun(ManualClock clock, CallBook book, ScriptedCall call, Plan.Timed plan) {
        this.clock = clock;
        this.book = book;
        this.call = call;
        this.plan = plan;
    }

    /** Whoever completes the future while the call still runs is its caller, and has cancelled it. */
    CompletableFuture<ModelResponse> start() {
        var unused = future.whenComplete((answer, failure) -> {
            if (call.end(ScriptedCall.State.CANCELLED)) {
                next.cancel();
            }
        });
        later(plan.pace().queued().toNanos(), this::send);
        return future;
    }

    private void later(long delay, Runnable step) {
        if (delay == 0) {
            step.run();
            return;
        }
        Cancellable task = clock.schedule(step, delay);
        next = task;
        if (future.isDone()) {
            task.cancel();
        }
    }

    private void send() {
        if (call.send()) {
            later(plan.pace().after().next().toNanos(), this::end);
        } else {
            fail(CallBook.unsent());
        }
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
