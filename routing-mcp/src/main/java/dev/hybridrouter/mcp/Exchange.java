package dev.hybridrouter.mcp;

import dev.hybridrouter.api.failure.Billing;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One attempt, from the right to make it to its one end: a result, a failure, the time limit or a cancellation. */
final class Exchange implements ToolCall {
    private final ServerConnection connection;
    private final McpTool tool;
    private final ProviderCall call;
    private final String token;
    private final ToolCall caller;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile @Nullable Session session;
    private volatile @Nullable Cancellable limit;

    /**
     * Creates an attempt that has not begun.
     *
     * @param token unique at the server
     * @param caller is told of progress and end, but of nothing after it cancelled
     */
    Exchange(ServerConnection connection, McpTool tool, ProviderCall call, String token, ToolCall caller) {
        this.connection = connection;
        this.tool = tool;
        this.call = call;
        this.token = token;
        this.caller = caller;
    }

    void begin() {
        if (!connection.tryEnter()) {
            ended.set(true);
            caller.failed(ProviderFailure.of(
                    FailureKind.THROTTLED,
                    "server " + tool.server() + " has as many calls in flight as it may have here ("
                            + connection.server().maxInFlight() + ")"));
            return;
        }
        try {
            limit = connection
                    .scheduler()
                    .schedule(this::timeUp, call.timeLimit().toNanos());
        } catch (RuntimeException e) { // the host's
            failed(ProviderFailure.builder(FailureKind.OTHER, "the scheduler takes no time limit")
                    .billing(Billing.NONE)
                    .cause(e)
                    .build());
            return;
        }
        var unused = connection.session(call.timeLimit()).whenComplete((connected, error) -> {
            if (error != null) {
                failed(failureOf(error));
            } else {
                send(connected);
            }
        });
        stopTimerIfEnded();
    }

    private static ProviderFailure failureOf(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return cause instanceof ProviderException known
                ? known.failure()
                : ProviderFailure.builder(FailureKind.OTHER, "no connection to the server")
                        .cause(cause)
                        .build();
    }

    private void send(Session connected) {
        session = connected;
        if (!ended.get()) {
            connected.call(token, tool, call.request(), this);
            if (ended.get()) { // while it was being sent
                connected.cancel(token, "cancelled");
            }
        }
    }

    private void timeUp() {
        boolean sent = session != null;
        if (end("time limit")) {
            caller.failed(ProviderFailure.builder(
                            FailureKind.TIMEOUT, sent ? "no result in time" : "no connection to the server in time")
                    .billing(sent ? Billing.POSSIBLE : Billing.NONE)
                    .build());
        }
    }

    /** Ends the attempt; the caller is told nothing more. */
    void cancel() {
        var unused = end("cancelled");
    }

    private boolean end(String reason) {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        Session connected = session;
        if (connected != null) {
            connected.cancel(token, reason);
        }
        release();
        return true;
    }

    @Override
    public boolean beginSending() {
        return call.beginSending();
    }

    @Override
    public void progress(McpProgress progress) {
        if (!ended.get()) {
            caller.progress(progress);
        }
    }

    @Override
    public void result(McpResult result) {
        if (ended.compareAndSet(false, true)) {
            release();
            connection.answered();
            caller.result(result);
        }
    }

    @Override
    public void failed(ProviderFailure why) {
        if (ended.compareAndSet(false, true)) {
            release();
            caller.failed(why);
        }
    }

    private void release() {
        connection.leave();
        stopTimerIfEnded();
    }

    private void stopTimerIfEnded() {
        Cancellable timer = limit;
        if (timer != null && ended.get()) {
            timer.cancel();
        }
    }
}
