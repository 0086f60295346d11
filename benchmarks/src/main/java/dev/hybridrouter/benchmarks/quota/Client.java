package dev.hybridrouter.benchmarks.quota;

import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.core.internal.quota.MaxTokensChoice;
import dev.hybridrouter.core.internal.quota.MaxTokensSizer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends requests to one provider bucket or two, each within its deadline. */
abstract class Client {
    private static final String MODEL = "model";
    private static final long USUAL_WORK = 1_000_000_000;

    final VirtualTime time;
    final List<Provider> providers;
    final Tally tally = new Tally();
    private final long deadline;
    private final long maxTokens;
    private final @Nullable MaxTokensSizer sizer;

    Client(Setting setting) {
        time = setting.time();
        providers = setting.providers();
        deadline = setting.deadlineNanos();
        maxTokens = setting.maxTokens();
        sizer = setting.sizer();
    }

    /**
     * What a client works with.
     *
     * @param maxTokens the cap a caller sets
     * @param sizer lowers that; null to send it as it is
     */
    record Setting(
            VirtualTime time,
            List<Provider> providers,
            long deadlineNanos,
            long maxTokens,
            @Nullable MaxTokensSizer sizer) {}

    /** A request arrives. */
    final void request(Trace.Call call) {
        begin(new Request(call, time.now() + deadline));
    }

    abstract void begin(Request request);

    /** A request on its way. */
    final class Request {
        private final Trace.Call call;
        private final long endsAt;
        private int tries;

        Request(Trace.Call call, long endsAt) {
            this.call = call;
            this.endsAt = endsAt;
        }

        /** When to give up: what is begun later would not be done in time. */
        long lastStart() {
            return endsAt - USUAL_WORK;
        }

        long arrival() {
            return call.arrival();
        }

        long input() {
            return call.input();
        }

        int tries() {
            return tries;
        }

        MaxTokensChoice choose() {
            return sizer == null
                    ? new MaxTokensChoice("", MODEL, OperationType.STANDARD, maxTokens, maxTokens)
                    : sizer.choose("", MODEL, OperationType.STANDARD, maxTokens);
        }

        /** Sends it; one of the two follows. */
        void send(Provider provider, MaxTokensChoice cap, Runnable refused, Answered answered) {
            tries++;
            long sentAt = time.now();
            provider.send(call.input(), call.output(), cap.maxTokens(), answer -> {
                if (answer.throttled()) {
                    refused.run();
                } else {
                    answered.with(answer.output());
                    ended(cap, answer.output(), sentAt);
                }
            });
        }

        private void ended(MaxTokensChoice cap, long output, long sentAt) {
            StopReason reason = output < call.output() ? StopReason.MAX_TOKENS : StopReason.END_TURN;
            if (sizer != null) {
                sizer.answered(cap, output, reason);
            }
            if (cap.truncated(reason)) {
                tally.truncated();
            } else if (time.now() <= endsAt) {
                tally.done(sentAt - arrival(), call.input() + output);
            }
        }
    }

    /** What follows an answer. */
    interface Answered {
        void with(long output);
    }
}
