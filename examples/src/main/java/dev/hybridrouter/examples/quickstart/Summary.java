package dev.hybridrouter.examples.quickstart;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.decision.AttemptKind;
import dev.hybridrouter.spi.event.AttemptEnded;
import dev.hybridrouter.spi.event.RequestEnded;
import dev.hybridrouter.spi.event.RouterEvent;
import dev.hybridrouter.spi.event.RouterListener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Counts what the router did. */
final class Summary implements RouterListener {
    private final List<Long> millis = new ArrayList<>();
    private int answered;
    private int attempts;
    private int fallbacks;
    private long inputTokens;
    private long outputTokens;

    @Override
    public synchronized void onEvent(RouterEvent event) {
        if (event instanceof AttemptEnded ended) {
            count(ended.attempt());
        } else if (event instanceof RequestEnded ended) {
            count(ended.result());
        }
    }

    private void count(Attempt attempt) {
        attempts++;
        fallbacks += attempt.kind() == AttemptKind.FALLBACK ? 1 : 0;
        inputTokens += attempt.usage().input().orElse(0);
        outputTokens += attempt.usage().output().orElse(0);
    }

    private void count(RouteResult result) {
        answered += result instanceof RouteResult.Answered ? 1 : 0;
        millis.add(result.decision().elapsed().toMillis());
    }

    @Override
    public synchronized String toString() {
        List<Long> sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        return String.format(
                Locale.ROOT,
                "== Summary%n  %d calls, %d answered, %d attempts, %d fallbacks%n  latency: median %d ms, longest %d ms%n"
                        + "  tokens: %d in, %d out",
                sorted.size(),
                answered,
                attempts,
                fallbacks,
                sorted.get(sorted.size() / 2),
                sorted.get(sorted.size() - 1),
                inputTokens,
                outputTokens);
    }
}
