package dev.hybridrouter.test.bedrock;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * Starts a {@link BedrockEmulator} in a process of its own, for load benchmarks.
 *
 * <p>Options, each as {@code --name=value}: {@code port} (0, any free one), {@code words} in an answer (32),
 * {@code first-byte-millis} (0), {@code gap-millis} between the deltas of a stream (0), {@code chunk-words} in a delta
 * (1). The address is printed as {@code listening on <uri>}; the process ends when it is told to.
 */
public final class BedrockEmulatorMain {
    private static final Set<String> OPTIONS =
            Set.of("port", "words", "first-byte-millis", "gap-millis", "chunk-words");

    private BedrockEmulatorMain() {}

    /** Runs until the process is told to end. */
    public static void main(String[] arguments) throws InterruptedException {
        BedrockEmulator emulator = start(arguments, System.out);
        Runtime.getRuntime().addShutdownHook(new Thread(emulator::close, "bedrock-emulator-end"));
        new CountDownLatch(1).await();
    }

    static BedrockEmulator start(String[] arguments, PrintStream out) {
        Map<String, Integer> options = parse(arguments);
        Reply reply = Reply.text(String.join(" ", Collections.nCopies(options.getOrDefault("words", 32), "word")))
                .firstByteDelay(Duration.ofMillis(options.getOrDefault("first-byte-millis", 0)))
                .chunkGap(Duration.ofMillis(options.getOrDefault("gap-millis", 0)))
                .chunkSize(options.getOrDefault("chunk-words", 1));
        BedrockEmulator emulator = BedrockEmulator.start(options.getOrDefault("port", 0));
        emulator.onOtherModels().reply(reply);
        out.println("listening on " + emulator.endpoint());
        out.flush();
        return emulator;
    }

    private static Map<String, Integer> parse(String[] arguments) {
        Map<String, Integer> options = new HashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            String name = argument.startsWith("--") && equals > 0 ? argument.substring(2, equals) : "";
            if (!OPTIONS.contains(name)) {
                throw new IllegalArgumentException(
                        argument + ": unknown (expected: --name=value with " + OPTIONS + ")");
            }
            options.put(name, Integer.valueOf(argument.substring(equals + 1)));
        }
        return options;
    }
}
