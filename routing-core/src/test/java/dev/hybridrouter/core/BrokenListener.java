package dev.hybridrouter.core;

import dev.hybridrouter.spi.event.RouterEvent;
import dev.hybridrouter.spi.event.RouterListener;

/** Throws at every event. */
final class BrokenListener implements RouterListener {
    private final Throwable thrown;

    BrokenListener(Throwable thrown) {
        this.thrown = thrown;
    }

    @Override
    public void onEvent(RouterEvent event) {
        throw Sneaky.<RuntimeException>hidden(thrown);
    }
}
