package dev.hybridrouter.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.test.ManualClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bytes of a log: another version of the library has to understand them, so they do not change unnoticed. */
class GoldenFileTest {
    private final Path directory;

    GoldenFileTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void aLogIsWrittenByteForByteAsItWas() throws IOException {
        try (AuditFiles files =
                AuditFiles.builder(directory).clock(ManualClock.create()).open()) {
            files.write(List.of(
                    Samples.plain(41),
                    Samples.full(),
                    Samples.rejected(),
                    new AuditRecord.Lost(Samples.TIME.plusSeconds(2), 3)));
        }
        String written = Files.readString(new LogFolder(directory).file(0), StandardCharsets.US_ASCII);

        assertThat(written).isEqualTo(golden()).doesNotContain("secret");
    }

    @Test
    void theGoldenFileIsWhole() throws IOException {
        Files.writeString(directory.resolve(FileName.of(0)), golden());

        assertThat(AuditVerifier.of(directory).verify().isWhole()).isTrue();
    }

    private static String golden() throws IOException {
        try (InputStream in = GoldenFileTest.class.getResourceAsStream("/golden.jsonl")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
