package dev.hybridrouter.core;

import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.spi.event.AttemptEnded;
import dev.hybridrouter.spi.event.AttemptStarted;
import dev.hybridrouter.spi.event.FirstContent;
import dev.hybridrouter.spi.event.RequestEnded;
import dev.hybridrouter.spi.event.RequestStarted;
import dev.hybridrouter.spi.event.RouterEvent;
import dev.hybridrouter.spi.event.RouterListener;
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
    public void onEvent(RouterEvent event) {
        if (event instanceof RequestStarted) {
            lines.add("request");
        } else if (event instanceof AttemptStarted started) {
            lines.add("attempt " + started.target().id());
        } else if (event instanceof FirstContent content) {
            lines.add("content " + content.target().id() + " after "
                    + content.sinceStart().toMillis() + " ms");
        } else if (event instanceof AttemptEnded ended) {
            lines.add(ended.target().id() + " "
                    + ended.attempt()
                            .failure()
                            .map(ProviderFailure::kind)
                            .map(Enum::name)
                            .orElse("answered"));
        } else if (event instanceof RequestEnded ended) {
            lines.add(ended.result().getClass().getSimpleName().toLowerCase(Locale.ROOT));
        }
    }
}
