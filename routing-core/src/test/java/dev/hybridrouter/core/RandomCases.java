package dev.hybridrouter.core;

import java.util.SplittableRandom;
import java.util.function.Function;

/** Runs a property over random cases that all follow from one seed, and names the case that breaks it. */
final class RandomCases {
    private static final int CASES = 1_000;

    private RandomCases() {}

    /** Makes a case of each random generator and runs it; its text tells what it was. */
    static void run(long seed, Function<SplittableRandom, Case> maker) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int number = 0; number < CASES; number++) {
            Case randomCase = maker.apply(random.split());
            try {
                randomCase.run();
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ", case " + number + ": " + randomCase, e);
            }
        }
    }

    /** One random case. */
    interface Case {
        void run();

        /** What it is made of. */
        @Override
        String toString();
    }
}
