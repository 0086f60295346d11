package dev.hybridrouter.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.control.KillCause;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.request.OperationType;
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
                    switched(KillScope.everything()),
                    switched(KillScope.path(dev.hybridrouter.api.target.Path.MCP)),
                    switched(KillScope.adapter("bedrock")),
                    switched(KillScope.target("first")),
                    switched(KillScope.tenant("k1:cc")),
                    switched(KillScope.operation(OperationType.EMERGENCY)),
                    Samples.handled(),
                    Samples.outcomeOnly(),
                    new AuditRecord.Lost(Samples.TIME.plusSeconds(2), 3)));
        }
        String written = Files.readString(new LogFolder(directory).file(0), StandardCharsets.US_ASCII);

        assertThat(written).isEqualTo(golden()).doesNotContain("secret");
    }

    private static AuditRecord switched(KillScope scope) {
        return new AuditRecord.Switched(Samples.TIME, scope, KillCause.SECURITY, "k1:dd", 10);
    }

    @Test
    void theGoldenFileIsWhole() throws IOException {
        Files.writeString(directory.resolve(FileName.of(0)), golden());

        assertThat(AuditVerifier.of(directory).verify().isWhole()).isTrue();
    }

    /** Written before attempts and side calls named their flow. */
    @Test
    void aLogOfAnEarlierVersion_isWholeStill() throws IOException {
        Files.writeString(directory.resolve(FileName.of(0)), golden("/golden-before-flows.jsonl"));

        assertThat(AuditVerifier.of(directory).verify().isWhole()).isTrue();
    }

    private static String golden() throws IOException {
        return golden("/golden.jsonl");
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = GoldenFileTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
