package dev.hybridrouter.benchmarks.forecast;

/** How forecasts compare with what came. */
final class Score {
    /** The band is to hold four of five outcomes: one that is too narrow is wrong, one that is too wide says too little. */
    private static final double LEAST_COVERAGE = 0.75;

    private static final double MOST_COVERAGE = 0.85;

    private final Alarms alarms = new Alarms();
    private double wrong;
    private double lastValueWrong;
    private double runRateWrong;
    private double actual;
    private int count;
    private int covered;

    /** One forecast and its outcome. */
    record Outcome(double actual, double forecast, double lastValue, double runRate, boolean inBand) {}

    void add(Outcome outcome) {
        count++;
        actual += outcome.actual;
        wrong += Math.abs(outcome.forecast - outcome.actual);
        lastValueWrong += Math.abs(outcome.lastValue - outcome.actual);
        runRateWrong += Math.abs(outcome.runRate - outcome.actual);
        covered += outcome.inBand ? 1 : 0;
    }

    void add(Score other) {
        alarms.add(other.alarms);
        count += other.count;
        actual += other.actual;
        wrong += other.wrong;
        lastValueWrong += other.lastValueWrong;
        runRateWrong += other.runRateWrong;
        covered += other.covered;
    }

    Alarms alarms() {
        return alarms;
    }

    int count() {
        return count;
    }

    /** Sum of what forecasts were wrong by, as a share of what was spent. */
    double error() {
        return wrong / actual;
    }

    double lastValueError() {
        return lastValueWrong / actual;
    }

    double runRateError() {
        return runRateWrong / actual;
    }

    double coverage() {
        return (double) covered / count;
    }

    /** Whether the share of outcomes in the band is near what the band promises. */
    boolean isCovered() {
        return coverage() >= LEAST_COVERAGE && coverage() <= MOST_COVERAGE;
    }

    boolean isBetter() {
        return wrong < lastValueWrong && wrong < runRateWrong;
    }
}
