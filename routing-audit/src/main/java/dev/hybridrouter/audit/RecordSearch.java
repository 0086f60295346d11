package dev.hybridrouter.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Looks for a record that is not where it belongs. */
final class RecordSearch {
    private final Path directory;
    private final String from;

    RecordSearch(Path directory, String from) {
        this.directory = directory;
        this.from = from;
    }

    /** Returns file and line of a record, in this file or a later one; null if it is in none. */
    @Nullable
    String find(long sequence) throws IOException {
        for (String file : FileName.in(directory)) {
            if (file.compareTo(from) >= 0) {
                String place = find(sequence, file);
                if (place != null) {
                    return place;
                }
            }
        }
        return null;
    }

    private @Nullable String find(long sequence, String file) throws IOException {
        try (LineReader reader = new LineReader(Files.newInputStream(directory.resolve(file)))) {
            while (reader.next()) {
                ParsedLine line = ParsedLine.of(reader.line(), reader.length());
                if (line != null && line.sequence() == sequence) {
                    return file + ":" + reader.number();
                }
            }
        }
        return null;
    }
}
