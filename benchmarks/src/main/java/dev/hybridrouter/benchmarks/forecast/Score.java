package dev.hybridrouter.benchmarks.forecast;

/** How forecasts compare with what came. */
final class Score {
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
        count += other.count;
        actual += other.actual;
        wrong += other.wrong;
        lastValueWrong += other.lastValueWrong;
        runRateWrong += other.runRateWrong;
        covered += other.covered;
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

    boolean isBetter() {
        return wrong < lastValueWrong && wrong < runRateWrong;
    }
}
