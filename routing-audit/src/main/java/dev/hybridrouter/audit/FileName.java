package dev.hybridrouter.audit;

import java.util.regex.Pattern;

/** Names of a log's files; in the order of their names they are in the order of their records. */
final class FileName {
    /** Ends the name of a file that has no whole beginning yet. */
    static final String UNFINISHED = ".new";

    private static final Pattern NAME = Pattern.compile("audit-\\d{19}\\.jsonl");

    private FileName() {}

    /** The name of the file that begins with this record. */
    static String of(long sequence) {
        String digits = Long.toString(sequence);
        return "audit-" + "0".repeat(19 - digits.length()) + digits + ".jsonl";
    }

    static boolean is(String name) {
        return NAME.matcher(name).matches();
    }
}
