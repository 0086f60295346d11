package dev.hybridrouter.audit;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The verifier as a program: {@code java -cp ... dev.hybridrouter.audit.Verify DIRECTORY}. Ends with 0 if the log is whole, 1 if
 * not, 2 if that could not be told.
 */
public final class Verify {
    private static final int WHOLE = 0;
    private static final int FAULTY = 1;
    private static final int UNKNOWN = 2;
    private static final String USAGE = "usage: java -cp ... dev.hybridrouter.audit.Verify DIRECTORY"
            + " [--closed] [--checkpoint SEQUENCE:HASH]... [--checkpoints FILE]... [--key-file ID:FILE]...\n"
            + "  --closed       nobody writes the log any more: a missing end is a fault\n"
            + "  --checkpoint   a checkpoint that the host kept\n"
            + "  --checkpoints  a file of them, one on each line\n"
            + "  --key-file     a key of the chain: its name, and a file with its secret in hexadecimal digits";

    private Verify() {}

    /** Runs the program. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        try {
            AuditVerifier verifier = verifier(arguments);
            verifier.progress(lines -> err.println(lines + " lines are whole so far"));
            AuditReport report = verifier.verify();
            report.notes().forEach(note -> out.println("note: " + note));
            out.println(report.tally());
            report.end().ifPresent(end -> out.println("last whole line: " + end));
            out.println(report.fault().map(fault -> "FAULT " + fault).orElse("whole"));
            return report.isWhole() ? WHOLE : FAULTY;
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.println(USAGE);
        } catch (NoSuchFileException e) {
            err.println("there is no " + e.getMessage());
        } catch (IOException e) {
            err.println("cannot be read: " + e);
        }
        return UNKNOWN;
    }

    private static AuditVerifier verifier(List<String> arguments) throws IOException {
        List<String> directories = new ArrayList<>();
        List<Checkpoint> checkpoints = new ArrayList<>();
        List<AuditKey> keys = new ArrayList<>();
        boolean closed = false;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            switch (argument) {
                case "--closed" -> closed = true;
                case "--checkpoint" -> checkpoints.add(Checkpoint.parse(value(arguments, ++i)));
                case "--checkpoints" -> checkpoints.addAll(checkpoints(Path.of(value(arguments, ++i))));
                case "--key-file" -> keys.add(key(value(arguments, ++i)));
                default -> directories.add(argument);
            }
        }
        if (directories.size() != 1 || directories.get(0).startsWith("-")) {
            throw new IllegalArgumentException(
                    "exactly one directory has to be given, and known options: " + directories);
        }
        AuditVerifier verifier = AuditVerifier.of(Path.of(directories.get(0)));
        checkpoints.forEach(verifier::checkpoint);
        keys.forEach(verifier::key);
        return closed ? verifier.closed() : verifier;
    }

    private static String value(List<String> arguments, int at) {
        if (at >= arguments.size()) {
            throw new IllegalArgumentException(arguments.get(at - 1) + ": its value is missing");
        }
        return arguments.get(at);
    }

    private static List<Checkpoint> checkpoints(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank())
                .map(Checkpoint::parse)
                .toList();
    }

    private static AuditKey key(String argument) throws IOException {
        int colon = argument.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException(
                    "--key-file: " + argument + " (expected: the key's name, a colon, a file)");
        }
        return AuditKey.ofHex(argument.substring(0, colon), Files.readString(Path.of(argument.substring(colon + 1))));
    }
}
