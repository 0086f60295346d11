package dev.hybridrouter.core.internal.sidecall;

import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes down the ends of a side call, of which there has to be one. */
final class RecordingEnd implements SideEnd<String> {
    final List<String> ends = new CopyOnWriteArrayList<>();
    Consumer<Cancellable> onBegun = running -> {};
    Runnable onEnd = () -> {};

    @Override
    public void begun(Cancellable running) {
        onBegun.accept(running);
    }

    private void end(String how) {
        ends.add(how);
        onEnd.run();
    }

    @Override
    public void answered(String value, @Nullable Money cost) {
        end("answered " + value + " for " + nanos(cost));
    }

    @Override
    public void refused(Rejection why) {
        end("refused " + why.reason());
    }

    @Override
    public void failed(Throwable thrown, @Nullable Money cost) {
        end("failed " + thrown.getClass().getSimpleName() + " for " + nanos(cost));
    }

    @Override
    public void late() {
        end("late");
    }

    @Override
    public void cancelled() {
        end("cancelled");
    }

    private static String nanos(@Nullable Money cost) {
        return cost == null ? "?" : Long.toString(cost.nanoUsd());
    }
}
