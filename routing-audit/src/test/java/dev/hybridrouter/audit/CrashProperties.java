package dev.hybridrouter.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.test.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that a crash cut off at any byte goes on, keeps every line that was whole, and can be verified. */
class CrashProperties {
    private final ManualClock clock = ManualClock.create();

    private final Path directory;

    CrashProperties(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void aCrashAtAnyByte() throws IOException {
        Path original = directory.resolve("original");
        try (AuditFiles files =
                AuditFiles.builder(original).clock(clock).rotateAt(1_024).open()) {
            files.write(Samples.plain(1, 6));
        }
        List<String> names = FileName.in(original);
        assertThat(names).hasSizeGreaterThan(2);
        int last = names.size() - 1;
        byte[] bytes = Files.readAllBytes(original.resolve(names.get(last)));

        for (int length = 0; length <= bytes.length; length++) {
            Path copy = Files.createDirectory(directory.resolve("crash-" + length));
            for (String name : names.subList(0, last)) {
                Files.copy(original.resolve(name), copy.resolve(name));
            }
            Files.write(copy.resolve(names.get(last)), Arrays.copyOf(bytes, length));
            check(copy, length, bytes);
        }
    }

    private void check(Path copy, int length, byte[] bytes) throws IOException {
        AuditReport before = AuditVerifier.of(copy).verify();
        assertThat(before.fault()).as("cut at %d", length).isEmpty();
        try (AuditFiles files = AuditFiles.builder(copy).clock(clock).open()) {
            files.write(Samples.plain(100, 1));
        }
        AuditReport after = AuditVerifier.of(copy).verify();
        assertThat(after.fault()).as("cut at %d", length).isEmpty();
        assertThat(after.tally().decisions())
                .as("cut at %d", length)
                .isEqualTo(before.tally().decisions() + 1);
        boolean torn = length > 0 && bytes[length - 1] != '\n' && before.tally().files() > 0;
        if (torn && new LineCount(bytes, length).whole() > 0) {
            assertThat(after.notes()).as("cut at %d", length).anyMatch(note -> note.contains("not ended"));
        }
    }

    /** Counts lines that are ended. */
    private record LineCount(long whole) {
        LineCount(byte[] bytes, int length) {
            this(new String(bytes, 0, length, java.nio.charset.StandardCharsets.US_ASCII)
                    .chars()
                    .filter(c -> c == '\n')
                    .count());
        }
    }
}
