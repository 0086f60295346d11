package dev.hybridrouter.spi.guard;

import java.util.List;
import java.util.Optional;

/** Finds nothing. */
enum PassingInspector implements StreamInspector {
    INSTANCE;

    @Override
    public String push(String text) {
        return text;
    }

    @Override
    public String finish() {
        return "";
    }

    @Override
    public int longestHold() {
        return 0;
    }

    @Override
    public Optional<GuardVerdict.Block> blocked() {
        return Optional.empty();
    }

    @Override
    public List<GuardFinding> findings() {
        return List.of();
    }
}
