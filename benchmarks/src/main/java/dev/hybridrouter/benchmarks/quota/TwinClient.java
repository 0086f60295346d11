package dev.hybridrouter.benchmarks.quota;

import dev.hybridrouter.core.internal.quota.MaxTokensChoice;
import dev.hybridrouter.core.internal.quota.QuotaAdmission;
import dev.hybridrouter.core.internal.quota.QuotaHold;
import dev.hybridrouter.core.internal.quota.QuotaRefusal;
import dev.hybridrouter.core.internal.quota.QuotaTwin;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** A client that asks the twin of each bucket first, and lets requests wait in order of arrival until one has room. */
final class TwinClient extends Client {
    private final List<QuotaTwin> twins;
    private final PriorityQueue<Request> queue = new PriorityQueue<>(Comparator.comparingLong(Request::arrival));
    private long wakeAt = Long.MAX_VALUE;

    TwinClient(Setting setting, List<QuotaTwin> twins) {
        super(setting);
        this.twins = twins;
    }

    @Override
    void begin(Request request) {
        queue.add(request);
        drain();
    }

    /** Sends from the head of the queue as long as there is room. */
    private void drain() {
        for (Request head = queue.peek(); head != null; head = queue.peek()) {
            if (time.now() < head.lastStart() && !sent(head)) {
                return;
            }
            queue.remove();
        }
    }

    private boolean sent(Request request) {
        MaxTokensChoice cap = request.choose();
        long wait = Long.MAX_VALUE;
        for (int i = 0; i < twins.size(); i++) {
            QuotaAdmission admission = twins.get(i).tryAdmit(request.input(), cap.maxTokens(), time.now());
            if (admission instanceof QuotaHold hold) {
                request.send(
                        providers.get(i), cap, () -> throttled(request, hold), output -> ended(request, hold, output));
                return true;
            }
            wait = Math.min(wait, ((QuotaRefusal) admission).waitNanos());
        }
        wakeIn(Math.min(wait, request.lastStart() - time.now()));
        return false;
    }

    private void throttled(Request request, QuotaHold hold) {
        hold.throttled(time.now());
        queue.add(request);
        drain();
    }

    private void ended(Request request, QuotaHold hold, long output) {
        hold.settle(request.input(), 0, output, time.now());
        drain();
    }

    private void wakeIn(long nanos) {
        long at = time.now() + nanos;
        if (at < wakeAt) {
            wakeAt = at;
            time.at(at, () -> {
                wakeAt = Long.MAX_VALUE;
                drain();
            });
        }
    }
}
