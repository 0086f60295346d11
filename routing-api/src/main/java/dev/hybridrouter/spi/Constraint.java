package dev.hybridrouter.spi;

import dev.hybridrouter.api.decision.Rejection;
import java.util.Optional;

/**
 * A hard rule that removes targets. It runs before ranking and again before every attempt, on many threads; it MUST be
 * quick and MUST NOT block. A constraint that throws rejects the target: it fails closed.
 */
@FunctionalInterface
public interface Constraint {
    /** Returns why the target may not serve the request; empty if it may. */
    Optional<Rejection> check(RequestFacts request, TargetView target);
}
