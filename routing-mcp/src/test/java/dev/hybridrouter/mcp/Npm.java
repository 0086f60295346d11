package dev.hybridrouter.mcp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Servers from npm, which nobody here wrote. */
final class Npm {
    private Npm() {}

    /**
     * The entry point of a package, installed below the build folder if it is not there yet. Skips the test where Node is
     * missing.
     *
     * @param entry path within the package
     */
    static String script(String name, String version, String entry) {
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
        String folderName = name.replaceAll("[^a-z-]+", "_") + "-" + version;
        Path folder = Path.of("target", "npm", folderName).toAbsolutePath();
        Path script = folder.resolve("node_modules").resolve(name).resolve(entry);
        if (!Files.exists(script)) {
            String[] install = {
                "npm", "install", "--no-audit", "--no-fund", "--prefix", folder.toString(), name + "@" + version
            };
            if (!runs(install)) {
                throw new AssertionError("npm could not install " + name);
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
}
