package dev.hybridrouter.core.internal.way;

import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.spi.RequestFacts;

/** Learns from answers. Thread-safe. */
@FunctionalInterface
public interface Learning {
    /** The target at a position answered a request. */
    void answered(int target, RequestFacts facts, TokenUsage usage);
}
