package dev.hybridrouter.benchmarks.load;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Options of a run, each as {@code --name=value}.
 *
 * @param rounds pairs of a bare and a routed sample for each load (15)
 * @param millis length of a sample (2000)
 * @param warmupCalls calls of each caller before anything counts (60000)
 * @param rate calls per second of the open loop (500)
 * @param words words in an answer (32)
 * @param firstByteMillis how long the emulator thinks (0)
 */
record Options(int rounds, int millis, int warmupCalls, int rate, int words, int firstByteMillis) {
    private static final Set<String> NAMES =
            Set.of("rounds", "millis", "warmup-calls", "rate", "words", "first-byte-millis");

    static Options parse(String[] arguments) {
        Map<String, Integer> values = new HashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            String name = argument.startsWith("--") && equals > 0 ? argument.substring(2, equals) : "";
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException(argument + ": unknown (expected: --name=value with " + NAMES + ")");
            }
            values.put(name, Integer.valueOf(argument.substring(equals + 1)));
        }
        return new Options(
                values.getOrDefault("rounds", 15),
                values.getOrDefault("millis", 2_000),
                values.getOrDefault("warmup-calls", 60_000),
                values.getOrDefault("rate", 500),
                values.getOrDefault("words", 32),
                values.getOrDefault("first-byte-millis", 0));
    }
}
