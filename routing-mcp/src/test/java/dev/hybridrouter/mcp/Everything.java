package dev.hybridrouter.mcp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The npm package of the same name: a server nobody here wrote. */
final class Everything {
    private static final String PACKAGE = "@modelcontextprotocol/server-everything";
    private static final String VERSION = "2026.8.31";

    private Everything() {}

    /** Its entry point, installed below the build folder if it is not there yet. Skips the test where Node is missing. */
    static String script() {
        boolean node = runs("node", "--version") && runs("npm", "--version");
        if (!node) {
            System.err.println("""

                    ################################################################################
                    # SKIPPED: node or npm is missing, so nothing was proved against a server that
                    # nobody here wrote. Install nodejs and npm to run these tests.
                    ################################################################################
                    """);
        }
        Assumptions.assumeTrue(node, "node or npm is missing");
        Path folder = Path.of("target", "npm-" + VERSION).toAbsolutePath();
        Path script = folder.resolve("node_modules").resolve(PACKAGE).resolve("dist/index.js");
        if (!Files.exists(script)) {
            String[] install = {
                "npm", "install", "--no-audit", "--no-fund", "--prefix", folder.toString(), PACKAGE + "@" + VERSION
            };
            if (!runs(install)) {
                throw new AssertionError("npm could not install " + PACKAGE);
            }
        }
        return script.toString();
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

    /** The processes among our children that run it. */
    static List<ProcessHandle> processes() {
        return ProcessHandle.current()
                .descendants()
                .filter(child -> child.info().commandLine().orElse("").contains("server-everything"))
                .toList();
    }

    /** It, on a port of this machine. */
    static final class OverHttp implements AutoCloseable {
        private final int port;
        private Process process;

        OverHttp() {
            port = freePort();
            process = start();
        }

        private static int freePort() {
            try (ServerSocket socket = new ServerSocket(0)) {
                return socket.getLocalPort();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private Process start() {
            try {
                ProcessBuilder builder = new ProcessBuilder("node", script(), "streamableHttp")
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD);
                builder.environment().put("PORT", Integer.toString(port));
                Process started = builder.start();
                BufferedReader errors =
                        new BufferedReader(new InputStreamReader(started.getErrorStream(), StandardCharsets.UTF_8));
                String line = errors.readLine();
                if (line == null || !line.contains("listening")) {
                    throw new AssertionError("it does not listen: " + line);
                }
                return started;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        URI uri() {
            return URI.create("http://127.0.0.1:" + port + "/mcp");
        }

        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }

        void startAgain() {
            process = start();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
