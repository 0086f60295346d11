package dev.hybridrouter.benchmarks.protection;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Runs the fuzz of data protection for long: {@code ProtectionFuzzRun [requests] [seed]}. */
public final class ProtectionFuzzRun {
    private static final long REQUESTS = 1_000_000;

    private ProtectionFuzzRun() {}

    /**
     * Runs it, and prints what happened how often.
     *
     * @param arguments how many requests (1,000,000 unless given), and the seed (1 unless given)
     */
    public static void main(String[] arguments) {
        if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.setLevel(Level.OFF); // failures are part of it
        }
        long requests = arguments.length > 0 ? Long.parseLong(arguments[0]) : REQUESTS;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        long start = System.nanoTime();
        Tally tally = ProtectionFuzz.run(requests, seed);
        System.out.printf(
                "%,d requests in %,d s, nothing wrong: %s%n",
                requests, (System.nanoTime() - start) / 1_000_000_000, tally);
    }
}
