package dev.hybridrouter.core;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.decision.Attempt;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.RequestFacts;
import dev.hybridrouter.spi.RouterListener;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what it is told, a line for each callback. Thread-safe. */
final class RecordingListener implements RouterListener {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    /** All lines in the order of the callbacks. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    /** The lines without first contents, which calls do not have. */
    List<String> startsAndEnds() {
        return lines.stream().filter(line -> !line.startsWith("content")).toList();
    }

    @Override
    public void requestStarted(RequestFacts request) {
        lines.add("request");
    }

    @Override
    public void attemptStarted(RequestFacts request, Target target) {
        lines.add("attempt " + target.id());
    }

    @Override
    public void firstContent(RequestFacts request, Target target, Duration sinceStart) {
        lines.add("content " + target.id() + " after " + sinceStart.toMillis() + " ms");
    }

    @Override
    public void attemptEnded(RequestFacts request, Target target, Attempt attempt) {
        lines.add(target.id() + " "
                + attempt.failure().map(ProviderFailure::kind).map(Enum::name).orElse("answered"));
    }

    @Override
    public void requestEnded(RequestFacts request, RouteResult result) {
        lines.add(result.getClass().getSimpleName().toLowerCase(Locale.ROOT));
    }
}
