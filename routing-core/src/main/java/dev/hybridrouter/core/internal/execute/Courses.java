package dev.hybridrouter.core.internal.execute;

import dev.hybridrouter.core.internal.plan.Planner;
import dev.hybridrouter.core.internal.run.Backoff;
import dev.hybridrouter.core.policy.RoutingPolicy;

/** Holds the course in force. Thread-safe: each change is seen whole. */
public final class Courses {
    private final long seed;
    private volatile Course current;

    /**
     * Creates the holder with its first course.
     *
     * @param seed from which the pauses between tries follow
     */
    public Courses(RoutingPolicy policy, Planner planner, long seed) {
        this.seed = seed;
        this.current = course(policy, planner);
    }

    /** Changes the course of requests that are planned from now on. */
    public void change(RoutingPolicy policy, Planner planner) {
        current = course(policy, planner);
    }

    private Course course(RoutingPolicy policy, Planner planner) {
        return new Course(policy, planner, new Backoff(policy.retry(), seed));
    }

    Course current() {
        return current;
    }
}
