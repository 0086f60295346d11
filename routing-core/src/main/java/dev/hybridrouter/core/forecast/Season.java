package dev.hybridrouter.core.forecast;

/**
 * Whether spend rises and falls alike in windows that follow each other: the correlation of the latest window's steps with
 * those of the window before, each without its own trend. Not thread-safe.
 */
final class Season {
    private static final double ALIKE = 0.4;

    private final int length;
    private final double[] latest;
    private long count;

    Season(int stepsPerWindow) {
        length = stepsPerWindow;
        latest = new double[2 * stepsPerWindow];
    }

    void add(double spend) {
        latest[(int) (count % latest.length)] = spend;
        count++;
    }

    boolean shows() {
        if (count < latest.length) {
            return false;
        }
        double[] before = withoutTrend(0);
        double[] now = withoutTrend(length);
        double product = 0;
        double squaresBefore = 0;
        double squaresNow = 0;
        for (int i = 0; i < length; i++) {
            product += before[i] * now[i];
            squaresBefore += before[i] * before[i];
            squaresNow += now[i] * now[i];
        }
        return product > ALIKE * Math.sqrt(squaresBefore * squaresNow);
    }

    /** What is left of a window's steps, from so many steps after the oldest, beside the straight line closest to them. */
    private double[] withoutTrend(int from) {
        double middle = (length - 1) / 2.0;
        double sum = 0;
        double slope = 0;
        double squares = 0;
        for (int i = 0; i < length; i++) {
            sum += step(from + i);
            slope += (i - middle) * step(from + i);
            squares += (i - middle) * (i - middle);
        }
        double[] rest = new double[length];
        for (int i = 0; i < length; i++) {
            rest[i] = step(from + i) - sum / length - (i - middle) * slope / squares;
        }
        return rest;
    }

    private double step(int fromOldest) {
        return latest[(int) ((count + fromOldest) % latest.length)];
    }
}
