package dev.hybridrouter.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hybridrouter.audit.AuditException.Reason;
import dev.hybridrouter.audit.AuditFault.Kind;
import dev.hybridrouter.test.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditFilesTest {
    private final ManualClock clock = ManualClock.create();
    private final List<Checkpoint> checkpoints = new ArrayList<>();

    private final Path directory;

    AuditFilesTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private AuditFiles.Builder builder() {
        return AuditFiles.builder(directory).clock(clock);
    }

    private LogFolder folder() {
        return new LogFolder(directory);
    }

    private AuditReport verify() throws IOException {
        AuditVerifier verifier = AuditVerifier.of(directory);
        checkpoints.forEach(verifier::checkpoint);
        return verifier.verify();
    }

    @Test
    void aLog_isWhole_andCounted() throws IOException {
        try (AuditFiles files = builder().open()) {
            files.write(Samples.plain(1, 3));
            files.write(List.of(new AuditRecord.Lost(clock.instant(), 5)));
        }

        AuditReport report = verify();
        assertThat(report.isWhole()).isTrue();
        assertThat(report.tally()).isEqualTo(new AuditReport.Tally(1, 6, 3, 5));
        assertThat(report.notes()).isEmpty();
        assertThat(report.end().orElseThrow().sequence()).isEqualTo(5);
    }

    @Test
    void theChainGoesOn_afterAReopening() throws IOException {
        for (int i = 0; i < 3; i++) {
            try (AuditFiles files = builder().open()) {
                files.write(Samples.plain(i, 1));
            }
        }

        assertThat(folder().names())
                .containsExactly(
                        "audit-0000000000000000000.jsonl",
                        "audit-0000000000000000003.jsonl",
                        "audit-0000000000000000006.jsonl");
        assertThat(verify().tally()).isEqualTo(new AuditReport.Tally(3, 9, 3, 0));
    }

    @Test
    void aFileThatIsFull_isFollowedByAnother() throws IOException {
        try (AuditFiles files = builder().rotateAt(1_024).open()) {
            files.write(Samples.plain(1, 20));
        }

        assertThat(folder().names().size()).isGreaterThan(5);
        for (int i = 0; i < folder().names().size(); i++) {
            assertThat(Files.size(folder().file(i))).isLessThan(2_048);
        }
        assertThat(verify().isWhole()).isTrue();
    }

    @Test
    void aFileThatIsOld_isFollowedByAnother_ifItHoldsRecords() throws IOException {
        try (AuditFiles files = builder().rotateEvery(Duration.ofHours(1)).open()) {
            clock.advance(Duration.ofHours(2));
            files.upkeep();
            assertThat(folder().names()).hasSize(1);

            files.write(Samples.plain(1, 1));
            files.upkeep();
            assertThat(folder().names()).hasSize(2);
        }
        assertThat(verify().isWhole()).isTrue();
    }

    @Test
    void checkpoints_areHandedOut_byCount_byTime_andAtTheEnd() throws IOException {
        AuditFiles files = builder()
                .checkpoints(10, Duration.ofMinutes(1), checkpoints::add)
                .open();
        files.write(Samples.plain(1, 5));
        files.upkeep();
        assertThat(checkpoints).isEmpty();
        files.write(Samples.plain(6, 5));
        files.upkeep();
        assertThat(checkpoints).extracting(Checkpoint::sequence).containsExactly(10L);

        files.write(Samples.plain(11, 1));
        files.upkeep();
        clock.advance(Duration.ofMinutes(1));
        files.upkeep();
        files.upkeep();
        assertThat(checkpoints).extracting(Checkpoint::sequence).containsExactly(10L, 11L);
        assertThat(checkpoints.get(1).time()).isEqualTo(clock.instant());

        files.close();
        assertThat(checkpoints).extracting(Checkpoint::sequence).containsExactly(10L, 11L, 12L);
        assertThat(verify().isWhole()).isTrue();
    }

    @Test
    void aCheckpointThatTheHostFailsToTake_isFollowedByAnother_inTime() throws IOException {
        AuditFiles files = builder()
                .checkpoints(1, Duration.ofMinutes(1), checkpoint -> {
                    if (clock.elapsed().isZero()) {
                        throw new IllegalStateException("no network");
                    }
                    checkpoints.add(checkpoint);
                })
                .open();
        files.write(Samples.plain(1, 5));
        files.upkeep();
        files.upkeep();
        clock.advance(Duration.ofMinutes(1));
        files.upkeep();

        assertThat(checkpoints).extracting(Checkpoint::sequence).containsExactly(5L);
        files.close();
    }

    @Test
    void oldFiles_areRemoved_andTheRestIsWhole() throws IOException {
        AuditFiles files = builder()
                .rotateEvery(Duration.ofDays(1))
                .keepFor(Duration.ofDays(30))
                .checkpoints(1, Duration.ofDays(1), checkpoints::add)
                .open();
        for (int day = 0; day < 40; day++) {
            files.write(List.of(Samples.at(clock.instant())));
            files.upkeep();
            clock.advance(Duration.ofDays(1));
            files.upkeep();
        }
        files.close();

        assertThat(folder().names()).hasSizeBetween(31, 32);
        AuditReport report = verify();
        assertThat(report.fault()).isEmpty();
        assertThat(report.notes())
                .anyMatch(note -> note.matches("records 0 to \\d+ were removed for their age at 2026-02-.*"))
                .anyMatch(note -> note.endsWith("cannot be compared: the record was removed"));
    }

    @Test
    void oldFiles_areRemoved_afterARestart() throws IOException {
        try (AuditFiles files = builder().open()) {
            files.write(Samples.plain(1, 3));
        }
        clock.advance(Duration.ofDays(100));
        try (AuditFiles files = builder().open()) {
            files.write(Samples.plain(4, 3));
        }
        clock.advance(Duration.ofDays(20));
        try (AuditFiles files = builder().keepFor(Duration.ofDays(30)).open()) {
            files.upkeep();
            clock.advance(Duration.ofHours(1));
            files.upkeep();
        }

        assertThat(folder().names()).hasSize(2);
        assertThat(verify().fault()).isEmpty();
    }

    @Test
    void aClockThatJumps_removesNothing_forAnHour() throws IOException {
        SkewedClock skewed = new SkewedClock(clock);
        AuditFiles files = AuditFiles.builder(directory)
                .clock(skewed)
                .rotateAt(1_024)
                .keepFor(Duration.ofDays(30))
                .open();
        files.write(Samples.plain(1, 20));
        files.upkeep();
        int before = folder().names().size();

        skewed.jump(Duration.ofDays(365));
        clock.advance(Duration.ofHours(1));
        files.upkeep();
        files.write(Samples.plain(21, 20)); // begins files
        files.upkeep();
        assertThat(folder().names().size()).isGreaterThan(before);

        skewed.jump(Duration.ofDays(-365));
        clock.advance(Duration.ofHours(1));
        files.upkeep();
        assertThat(folder().names().size()).isGreaterThan(before);

        skewed.jump(Duration.ofDays(365)); // and stays so
        for (int hour = 0; hour < 3; hour++) {
            clock.advance(Duration.ofHours(1));
            files.upkeep();
        }
        assertThat(folder().names().size()).isLessThan(before);
        files.close();
        assertThat(verify().fault()).isEmpty();
    }

    @Test
    void aLongPause_removesNothing_forAnHour() throws IOException {
        try (AuditFiles files = builder().rotateAt(1_024).open()) {
            files.write(Samples.plain(1, 20));
        }
        int before = folder().names().size();
        clock.advance(Duration.ofDays(90));
        try (AuditFiles files = builder().keepFor(Duration.ofDays(30)).open()) {
            files.upkeep();
            assertThat(folder().names()).hasSize(before + 1);
            clock.advance(Duration.ofHours(1));
            files.upkeep();
            assertThat(folder().names()).hasSize(1);
        }
        assertThat(verify().fault()).isEmpty();
    }

    @Test
    void aFileThatCannotBeRemoved_keepsAllBehindIt() throws IOException {
        try (AuditFiles files = builder().rotateAt(1_024).open()) {
            files.write(Samples.plain(1, 20));
        }
        List<String> names = folder().names();
        clock.advance(Duration.ofDays(31));
        StubbornStore stubborn = new StubbornStore(AuditFiles.locked(directory), names.get(1));
        try (AuditFiles files = builder().keepFor(Duration.ofDays(30)).open(stubborn)) {
            clock.advance(Duration.ofHours(1));
            files.upkeep();
            clock.advance(Duration.ofHours(1));
            files.upkeep();
            assertThat(folder().names()).startsWith(names.get(1), names.get(2)).doesNotContain(names.get(0));
        }
        assertThat(verify().fault()).isEmpty();
    }

    @Test
    void aDiskThatFailsToConfirm_isTold() throws IOException {
        StubbornStore stubborn = new StubbornStore(AuditFiles.locked(directory), "");
        AuditFiles files = builder().open(stubborn);
        files.write(Samples.plain(1, 3));
        clock.advance(Duration.ofSeconds(1));
        stubborn.failToForce();
        assertThatExceptionOfType(IOException.class).isThrownBy(files::upkeep);
        files.upkeep();
        files.close();

        assertThat(verify().fault()).isEmpty();
        assertThat(verify().notes())
                .containsExactly("the disk failed to confirm records 1 to 3; a loss of power can take them");
    }

    @Test
    void forcingAfterEveryWrite_isDoneBeforeItReturns() throws IOException {
        StubbornStore stubborn = new StubbornStore(AuditFiles.locked(directory), "");
        AuditFiles files = builder().forceEvery(Duration.ZERO).open(stubborn);
        stubborn.failToForce();
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> files.write(Samples.plain(1, 3)));
        files.write(Samples.plain(1, 3));
        files.close();

        assertThat(verify().fault()).isEmpty();
        assertThat(verify().tally().decisions()).isEqualTo(3);
    }

    @Test
    void aFileMoreThanWasRemoved_isMissing() throws IOException {
        oldFiles_areRemoved_andTheRestIsWhole();
        checkpoints.clear();
        Files.delete(folder().file(0));

        assertThat(verify().fault().orElseThrow().kind()).isEqualTo(Kind.BEGINNING_MISSING);
    }

    @Test
    void twoLogs_cannotShareADirectory() throws IOException {
        try (AuditFiles files = builder().open()) {
            assertThatExceptionOfType(AuditException.class)
                    .isThrownBy(() -> builder().open())
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.LOCKED))
                    .withMessageContaining("open in another log");
            files.write(Samples.plain(1, 1));
        }
        builder().open().close();
        assertThat(verify().isWhole()).isTrue();
    }

    @Test
    void aDirectoryThatIsAFile_isRefused() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatExceptionOfType(AuditException.class)
                .isThrownBy(() -> AuditFiles.open(file))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NOT_WRITABLE));
    }

    @Test
    void aLastLineThatIsNone_isRefused_andTheDirectoryIsFreeAgain() throws IOException {
        builder().open().close();
        Files.writeString(folder().file(0), "nothing\n", StandardOpenOption.APPEND);

        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(AuditException.class)
                    .isThrownBy(() -> builder().open())
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED));
        }
        assertThat(folder().names()).hasSize(1);
    }

    @Test
    void anAbruptEnd_isNoted() throws IOException {
        AuditFiles files = builder().open();
        files.write(Samples.plain(1, 3));
        Path copy = Files.createDirectory(directory.resolve("copy"));
        String name = folder().names().get(0);
        Files.copy(directory.resolve(name), copy.resolve(name));
        files.close();

        try (AuditFiles again = AuditFiles.builder(copy).clock(clock).open()) {
            again.write(Samples.plain(4, 1));
        }
        AuditReport report = AuditVerifier.of(copy).verify();
        assertThat(report.isWhole()).isTrue();
        assertThat(report.notes())
                .containsExactly(
                        "audit-0000000000000000004.jsonl:1: the log was opened again without a clean end before; what followed record 3 may be"
                                + " lost");
    }

    @Test
    void aNewChainKey_isTakenUp_andAPlainLogCanBecomeAKeyedOne() throws IOException {
        AuditKey other = Samples.key("k2", 2);
        builder().open().close();
        builder().chainKey(Samples.KEY).open().close();
        builder().chainKey(other).open().close();

        AuditReport report =
                AuditVerifier.of(directory).key(Samples.KEY).key(other).verify();
        assertThat(report.fault()).isEmpty();
        assertThat(AuditVerifier.of(directory)
                        .key(other)
                        .verify()
                        .fault()
                        .orElseThrow()
                        .kind())
                .isEqualTo(Kind.WRONG_KEY);
    }

    @Test
    void aChainKeyThatAnotherHasFollowed_isRefused_asIsNone() throws IOException {
        builder().chainKey(Samples.KEY).open().close();
        builder().chainKey(Samples.key("k2", 2)).open().close();

        for (AuditFiles.Builder back : List.of(builder(), builder().chainKey(Samples.KEY))) {
            assertThatExceptionOfType(AuditException.class)
                    .isThrownBy(back::open)
                    .withMessageContaining("gone on to the key \"k2\"")
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.RETIRED_KEY));
        }
        builder().chainKey(Samples.key("k3", 1)).open().close();
    }

    @Test
    void filesOfOthers_arePassedOver() throws IOException {
        Files.writeString(directory.resolve("audit-1.jsonl"), "mine", StandardCharsets.US_ASCII);
        Files.writeString(directory.resolve("notes.txt"), "mine", StandardCharsets.US_ASCII);
        builder().open().close();

        assertThat(verify().tally().files()).isEqualTo(1);
    }

    @Test
    void aBuilder_refusesWhatCannotBe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().rotateAt(10))
                .withMessage("audit.rotateAt: 10 (expected: >= 1024)");
        assertThatIllegalArgumentException().isThrownBy(() -> builder().keepFor(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder().forceEvery(Duration.ofSeconds(-1)));
    }
}
