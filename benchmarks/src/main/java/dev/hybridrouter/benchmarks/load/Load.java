package dev.hybridrouter.benchmarks.load;

import java.time.Duration;

/** A way to put load on a caller. */
interface Load {
    /** Name in tables. */
    String name();

    /** Runs for so long and waits for the last answer. */
    Sample run(Caller caller, Duration length);
}
