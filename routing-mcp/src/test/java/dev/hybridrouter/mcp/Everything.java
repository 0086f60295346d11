package dev.hybridrouter.mcp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The npm package of the same name: a server nobody here wrote. */
final class Everything {
    private static final String PACKAGE = "@modelcontextprotocol/server-everything";
    private static final String VERSION = "2026.8.31";

    private Everything() {}

    /** Its entry point. Skips the test where Node is missing. */
    static String script() {
        return Npm.script(PACKAGE, VERSION, "dist/index.js");
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
