package dev.hybridrouter.audit;

import dev.hybridrouter.log.LockedFolder;
import dev.hybridrouter.log.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Names of a log's files; in the order of their names they are in the order of their records. */
final class FileName {
    private static final Pattern NAME = Pattern.compile("audit-\\d{19}\\.jsonl");

    private FileName() {}

    /** The name of the file that begins with this record. */
    static String of(long sequence) {
        String digits = Long.toString(sequence);
        return "audit-" + "0".repeat(19 - digits.length()) + digits + ".jsonl";
    }

    /** The files of the log in a store, in order. */
    static List<String> in(Store store) throws IOException {
        return among(store.files());
    }

    /** The files of the log in a directory, in order. */
    static List<String> in(Path directory) throws IOException {
        return among(LockedFolder.files(directory));
    }

    private static List<String> among(List<String> names) {
        return names.stream().filter(name -> NAME.matcher(name).matches()).toList();
    }
}
