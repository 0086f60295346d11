package dev.hybridrouter.benchmarks.protection;

/** Sends random requests through random routers until something is wrong. */
public final class ProtectionFuzz {
    private static final int STEPS = 60;

    private ProtectionFuzz() {}

    /**
     * Runs it.
     *
     * @param requests how many at least
     * @param seed of the first world; the next has the next
     * @return what happened how often
     * @throws AssertionError naming the seed of the world if something was sent, kept, or given that must not be
     */
    public static Tally run(long requests, long seed) {
        Tally tally = new Tally();
        long sent = 0;
        for (long number = seed; sent < requests; number++) {
            try (World world = new World(number, tally)) {
                for (int step = 0; step < STEPS; step++) {
                    int count = world.step();
                    sent += count;
                    String breach = world.breach();
                    if (breach != null) {
                        throw new AssertionError("seed " + number + ", step " + step + ": " + breach);
                    }
                }
            }
        }
        return tally;
    }
}
