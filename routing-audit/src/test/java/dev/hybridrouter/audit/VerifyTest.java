package dev.hybridrouter.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.test.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<Checkpoint> checkpoints = new ArrayList<>();

    private final Path directory;

    VerifyTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void log() throws IOException {
        try (AuditFiles files = AuditFiles.builder(directory)
                .clock(ManualClock.create())
                .chainKey(Samples.KEY)
                .checkpoints(checkpoints::add)
                .open()) {
            files.write(Samples.plain(1, 3));
        }
        Files.writeString(directory.resolve("key"), "01".repeat(32) + "\n");
        Files.writeString(directory.resolve("checkpoints"), checkpoints.get(0) + "\n\n");
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        return Verify.run(
                List.of(arguments),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aWholeLog() {
        String keyFile = "k1:" + directory.resolve("key");

        assertThat(run(directory.toString(), "--key-file", keyFile)).isZero();
        assertThat(out()).contains("files=1, lines=5, decisions=3, lost=0").endsWith("whole" + System.lineSeparator());
        assertThat(run(
                        "--checkpoints",
                        directory.resolve("checkpoints").toString(),
                        "--checkpoint",
                        checkpoints.get(0).toString(),
                        "--key-file",
                        keyFile,
                        directory.toString()))
                .isZero();
    }

    @Test
    void aFault() {
        assertThat(run(directory.toString(), "--checkpoint", "99:" + "ab".repeat(32)))
                .isEqualTo(1);
        assertThat(out()).contains("FAULT audit-0000000000000000000.jsonl:1: WRONG_KEY: ");
        assertThat(run(
                        directory.toString(),
                        "--key-file",
                        "k1:" + directory.resolve("key"),
                        "--checkpoint",
                        "99:" + "ab".repeat(32)))
                .isEqualTo(1);
        assertThat(out())
                .contains("FAULT TRUNCATED: a checkpoint was made of record 99, and the log ends with record 4");
    }

    @Test
    void aLogThatHasNoEnd() throws IOException {
        String keyFile = "k1:" + directory.resolve("key");
        try (AuditFiles open = AuditFiles.builder(directory)
                .clock(ManualClock.create())
                .chainKey(Samples.KEY)
                .open()) {
            assertThat(open).isNotNull();
            assertThat(run(directory.toString(), "--key-file", keyFile)).isZero();
            assertThat(out())
                    .contains("note: the log has no clean end: what followed record 5 is lost")
                    .contains("unless it is still being written");
            assertThat(run(directory.toString(), "--closed", "--key-file", keyFile))
                    .isEqualTo(1);
            assertThat(out()).contains("FAULT NOT_CLOSED: the log has no clean end");
        }
        assertThat(run(directory.toString(), "--closed", "--key-file", keyFile)).isZero();
    }

    @Test
    void whatCannotBeTold() {
        assertThat(run()).isEqualTo(2);
        assertThat(err()).contains("exactly one directory", "usage: ");
        assertThat(run(directory.toString(), "--nonsense")).isEqualTo(2);
        assertThat(run(directory.toString(), "--checkpoint")).isEqualTo(2);
        assertThat(err()).contains("--checkpoint: its value is missing");
        assertThat(run(directory.resolve("none").toString())).isEqualTo(2);
        assertThat(err()).contains("there is no ");
        assertThat(run(directory.toString(), "--key-file", "k1")).isEqualTo(2);
        assertThat(run(directory.toString(), "--key-file", "k1:" + directory.resolve("checkpoints")))
                .isEqualTo(2);
        assertThat(err()).doesNotContain(checkpoints.get(0).hash());
    }
}
