package dev.hybridrouter.benchmarks.load;

import dev.hybridrouter.test.bedrock.BedrockEmulatorMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The Bedrock emulator in a process of its own, so that its CPU time is not counted among the client's. */
public final class EmulatorProcess implements AutoCloseable {
    private static final String ANNOUNCEMENT = "listening on ";

    private final Process process;
    private final URI endpoint;

    private EmulatorProcess(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /** Starts it, with answers of so many words after so long. */
    public static EmulatorProcess start(int words, int firstByteMillis) {
        try {
            Process process = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            BedrockEmulatorMain.class.getName(),
                            "--port=0",
                            "--words=" + words,
                            "--first-byte-millis=" + firstByteMillis))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new EmulatorProcess(process, announced(process.inputReader(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URI announced(BufferedReader output) throws IOException {
        String line = output.readLine();
        if (line == null || !line.startsWith(ANNOUNCEMENT)) {
            throw new IOException("the emulator did not start; it said: " + line);
        }
        return URI.create(line.substring(ANNOUNCEMENT.length()));
    }

    /** Where it listens. */
    public URI endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
