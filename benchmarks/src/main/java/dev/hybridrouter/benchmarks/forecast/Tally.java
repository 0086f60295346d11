package dev.hybridrouter.benchmarks.forecast;

/** The results of several tests. */
final class Tally {
    final Score score = new Score();
    final Score first = new Score();
    final Score later = new Score();
    int withheld;
    int unknown;

    /** Runs a test and adds its result. */
    void add(BackTest test) {
        test.run();
        score.add(test.first());
        score.add(test.later());
        first.add(test.first());
        later.add(test.later());
        withheld += test.withheld();
        unknown += test.unknown();
    }

    void add(Tally other) {
        score.add(other.score);
        first.add(other.first);
        later.add(other.later);
        withheld += other.withheld;
        unknown += other.unknown;
    }
}
