package dev.hybridrouter.test.bedrock;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * The AWS SDK for JavaScript, in a process of its own. Its folder is that of the environment variable
 * {@code AWS_SDK_FOR_JAVASCRIPT}, which holds {@code node_modules}; otherwise npm installs it below the build folder.
 */
final class JavaScriptSdk {
    private static final String PACKAGE = "@aws-sdk/client-bedrock-runtime";
    private static final String VERSION = "3.1164.0";
    private static final String SCRIPT = "calls.mjs";

    private JavaScriptSdk() {}

    /** Runs all calls against an endpoint and returns what the script printed. Skips the test where something is missing. */
    static JsonNode calls(URI endpoint) throws IOException, InterruptedException {
        assumeThat(runs("node", "--version"), "node");
        Path folder = folder();
        assumeThat(isInstalled(folder), "the npm package " + PACKAGE);
        Path script = folder.resolve(SCRIPT);
        Files.write(script, script());
        Path output = Files.createTempFile(folder, "calls", ".json");
        Process process = new ProcessBuilder("node", script.toString(), folder.toString(), endpoint.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new AssertionError("the script failed");
            }
            return JsonNode.parser().parse(Files.readString(output));
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }

    private static Path folder() {
        String given = System.getenv("AWS_SDK_FOR_JAVASCRIPT");
        if (given != null) {
            return Path.of(given);
        }
        Path folder = Path.of("target", "npm-" + VERSION).toAbsolutePath();
        if (!isInstalled(folder)) {
            runs("npm", "install", "--no-audit", "--no-fund", "--prefix", folder.toString(), PACKAGE + "@" + VERSION);
        }
        return folder;
    }

    private static boolean isInstalled(Path folder) {
        return Files.exists(folder.resolve("node_modules").resolve(PACKAGE).resolve("package.json"));
    }

    private static byte[] script() {
        try (InputStream script = JavaScriptSdk.class.getResourceAsStream(SCRIPT)) {
            if (script == null) {
                throw new AssertionError(SCRIPT + " is missing");
            }
            return script.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assumeThat(boolean there, String what) {
        if (!there) {
            System.err.printf("""

                    ################################################################################
                    # SKIPPED: %s is missing, so nothing was proved with the AWS SDK for
                    # JavaScript. Install Node.js 20 or newer, and npm with access to a registry.
                    ################################################################################
                    """, what);
        }
        Assumptions.assumeTrue(there, what + " is missing");
    }

    private static boolean runs(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(5, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
