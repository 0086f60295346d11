package dev.hybridrouter.core.internal.plan;

/** Holds the course in force. Thread-safe: each change is seen whole. */
public final class Courses {
    private volatile Course current;

    /** Creates the holder with its first course. */
    public Courses(Course first) {
        this.current = first;
    }

    /** Changes the course of requests that are planned from now on. */
    public void change(Course next) {
        current = next;
    }

    /** The course in force. */
    public Course current() {
        return current;
    }
}
