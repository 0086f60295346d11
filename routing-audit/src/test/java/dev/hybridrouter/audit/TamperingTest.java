package dev.hybridrouter.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.audit.AuditFault.Kind;
import dev.hybridrouter.log.Store;
import dev.hybridrouter.test.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the verifier finds when somebody has written in the log's files, and what not. */
class TamperingTest {
    private final List<Checkpoint> checkpoints = new ArrayList<>();

    private final Path directory;

    TamperingTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private LogFolder folder() {
        return new LogFolder(directory);
    }

    /** Two files: nine records, then three, with a checkpoint at the end. */
    private void log(boolean keyed) throws IOException {
        AuditFiles.Builder builder = AuditFiles.builder(directory)
                .clock(ManualClock.create())
                .rotateAt(4_000)
                .checkpoints(checkpoints::add);
        try (AuditFiles files = (keyed ? builder.chainKey(Samples.KEY) : builder).open()) {
            files.write(Samples.plain(1, 12));
        }
        assertThat(folder().names()).hasSize(2);
        assertThat(verify(keyed).fault()).isEmpty();
    }

    private AuditReport verify(boolean keyed) throws IOException {
        AuditVerifier verifier = AuditVerifier.of(directory);
        return (keyed ? verifier.key(Samples.KEY) : verifier).verify();
    }

    private AuditReport verifyWithCheckpoint(boolean keyed) throws IOException {
        AuditVerifier verifier = AuditVerifier.of(directory);
        checkpoints.forEach(verifier::checkpoint);
        return (keyed ? verifier.key(Samples.KEY) : verifier).verify();
    }

    private void assertFault(AuditReport report, Kind kind, int file, int line) throws IOException {
        assertThat(report.fault()).isPresent();
        AuditFault fault = report.fault().get();
        assertThat(fault.kind()).as(fault.toString()).isEqualTo(kind);
        assertThat(fault.file()).isEqualTo(folder().names().get(file));
        assertThat(fault.line()).isEqualTo(line);
        assertThat(report.isWhole()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEdit(boolean keyed) throws IOException {
        log(keyed);
        List<String> lines = folder().lines(0);
        lines.set(3, lines.get(3).replace("\"cost_nano_usd\":81000", "\"cost_nano_usd\":81001"));
        folder().write(0, lines);

        assertFault(verify(keyed), Kind.CHANGED, 0, 4);
    }

    /** Every single byte of a line counts. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEditOfAnyByte(boolean keyed) throws IOException {
        log(keyed);
        Path file = folder().file(0);
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < whole.length; i++) {
            byte[] edited = whole.clone();
            edited[i] ^= 1;
            Files.write(file, edited);

            assertThat(verify(keyed).isWhole()).as("byte %d", i).isFalse();
        }
    }

    @Test
    void anEditWithItsHashMadeAnew() throws IOException {
        log(false);
        List<String> lines = folder().lines(0);
        String edited = lines.get(3).replace("81000", "81001");
        lines.set(3, sealed(edited, lines.get(2), null));
        folder().write(0, lines);

        assertFault(verify(false), Kind.CHANGED, 0, 5);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aGap(boolean keyed) throws IOException {
        log(keyed);
        List<String> lines = folder().lines(0);
        lines.subList(3, 5).clear();
        folder().write(0, lines);

        assertFault(verify(keyed), Kind.GAP, 0, 4);
        assertThat(verify(keyed).fault().orElseThrow().message()).isEqualTo("records 3 to 4 are missing");
    }

    @Test
    void aGapThatIsNumberedAway() throws IOException {
        log(false);
        List<String> lines = folder().lines(0);
        lines.remove(3);
        lines.set(3, lines.get(3).replace("\"seq\":4", "\"seq\":3"));
        folder().write(0, lines);

        assertFault(verify(false), Kind.CHANGED, 0, 4);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aReordering(boolean keyed) throws IOException {
        log(keyed);
        List<String> lines = folder().lines(0);
        Collections.swap(lines, 3, 6);
        folder().write(0, lines);

        assertFault(verify(keyed), Kind.REORDERED, 0, 4);
        assertThat(verify(keyed).fault().orElseThrow().message())
                .contains("record 6 stands where record 3 belongs, which is at ")
                .endsWith(":7");
    }

    @Test
    void aLineTwice() throws IOException {
        log(false);
        List<String> lines = folder().lines(0);
        lines.add(4, lines.get(3));
        folder().write(0, lines);

        assertFault(verify(false), Kind.REPEATED, 0, 5);
    }

    @Test
    void swappedFiles() throws IOException {
        log(false);
        Path first = folder().file(0);
        Path second = folder().file(1);
        byte[] bytes = Files.readAllBytes(first);
        Files.write(first, Files.readAllBytes(second));
        Files.write(second, bytes);

        // It begins as a log does from which old files were removed, but for its name.
        assertFault(verify(false), Kind.REORDERED, 0, 1);
    }

    @Test
    void aFileThatIsGone() throws IOException {
        try (AuditFiles files = AuditFiles.builder(directory).rotateAt(1_024).open()) {
            files.write(Samples.plain(1, 12));
        }
        Files.delete(folder().file(2));

        assertFault(verify(false), Kind.GAP, 2, 1);
    }

    @Test
    void theFirstFileGone() throws IOException {
        log(false);
        Files.delete(folder().file(0));

        AuditFault fault = verify(false).fault().orElseThrow();
        assertThat(fault.kind()).isEqualTo(Kind.BEGINNING_MISSING);
        assertThat(fault.line()).isZero();
    }

    @Test
    void everythingGone() throws IOException {
        log(false);
        Files.delete(folder().file(0));
        Files.delete(folder().file(0));

        assertThat(verify(false).fault().orElseThrow().kind()).isEqualTo(Kind.BEGINNING_MISSING);
        assertThat(verifyWithCheckpoint(false).fault().orElseThrow().kind()).isEqualTo(Kind.TRUNCATED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTruncation_isFoundWithACheckpointOnly(boolean keyed) throws IOException {
        log(keyed);
        List<String> lines = folder().lines(1);
        folder().write(1, lines.subList(0, lines.size() - 2));

        assertThat(verify(keyed).fault()).isEmpty();
        AuditFault fault = verifyWithCheckpoint(keyed).fault().orElseThrow();
        assertThat(fault.kind()).isEqualTo(Kind.TRUNCATED);
        assertThat(fault.message()).contains("a checkpoint was made of record 14, and the log ends with record 12");
    }

    @Test
    void aTailWhoseHashesWereMadeUp() throws IOException {
        log(true);
        List<String> lines = folder().lines(1);
        lines.set(2, lines.get(2).replace("81000", "99"));
        lines.set(2, lines.get(2).replaceAll("\"hash\":\"........", "\"hash\":\"deadbeef"));
        folder().write(1, lines);

        assertFault(verify(true), Kind.CHANGED, 1, 3);
    }

    @Test
    void aTailForgedWithRightHashes_isFoundWithACheckpoint() throws IOException {
        log(false);
        forgeTail(null);

        assertThat(verify(false).fault())
                .as("anybody can make a chain without a key")
                .isEmpty();
        assertFault(
                verifyWithCheckpoint(false), Kind.FORGED, 1, folder().lines(1).size());
    }

    @Test
    void aTailForgedWithRightHashes_isFoundWithAKey() throws IOException {
        log(true);
        forgeTail(null);

        assertFault(verify(true), Kind.CHANGED, 1, 3);
    }

    @Test
    void aTailForgedUnderAnotherKey_isFound() throws IOException {
        log(true);
        forgeTail(Samples.key("k1", 2));

        assertFault(verify(true), Kind.CHANGED, 1, 3);
    }

    @Test
    void aTailBeyondTheLastCheckpoint_withRightHashes_isNotFoundWithoutAKey() throws IOException {
        log(false);
        List<String> lines = folder().lines(1);
        String last = lines.get(lines.size() - 1);
        lines.add(sealed(last.replace("\"seq\":14", "\"seq\":15"), last, null));
        folder().write(1, lines);

        assertThat(verifyWithCheckpoint(false).fault()).isEmpty();
    }

    @Test
    void aKeyedTailReplacedByAFileWithoutKey_isFound() throws IOException {
        log(true);
        Files.delete(folder().file(1));
        forgeFile(null);

        assertFault(verify(true), Kind.WRONG_KEY, 1, 1);
    }

    @Test
    void aFileUnderAKeyThatAnotherHasFollowed_isFound() throws IOException {
        AuditKey other = Samples.key("k2", 2);
        AuditFiles.builder(directory).chainKey(Samples.KEY).open().close();
        AuditFiles.builder(directory).chainKey(other).open().close();
        forgeFile(Samples.KEY);

        AuditReport report =
                AuditVerifier.of(directory).key(Samples.KEY).key(other).verify();
        assertFault(report, Kind.WRONG_KEY, 2, 1);
    }

    @Test
    void aWholeLogWrittenAnewWithoutKey_isFound() throws IOException {
        try (AuditFiles files = AuditFiles.open(directory)) {
            files.write(Samples.plain(100, 3));
        }

        assertFault(verify(true), Kind.WRONG_KEY, 0, 1);
    }

    @Test
    void aKeyedLogCannotBeVerifiedWithoutItsKey() throws IOException {
        log(true);

        assertFault(verify(false), Kind.WRONG_KEY, 0, 1);
    }

    @Test
    void aTornEndThatNobodyTellsOf() throws IOException {
        log(false);
        Path first = folder().file(0);
        Files.write(first, "{\"seq\":".getBytes(StandardCharsets.US_ASCII), java.nio.file.StandardOpenOption.APPEND);

        assertFault(verify(false), Kind.CHANGED, 1, 1);
    }

    @Test
    void aLineThatIsNone() throws IOException {
        log(false);
        List<String> lines = folder().lines(0);
        lines.add(2, "{\"seq\":2}");
        folder().write(0, lines);

        assertFault(verify(false), Kind.MALFORMED, 0, 3);
    }

    @Test
    void aFileUnderAnotherName() throws IOException {
        log(false);
        Files.move(folder().file(1), directory.resolve(FileName.of(99)));

        assertFault(verify(false), Kind.REORDERED, 1, 1);
    }

    /** Goes on with the log as somebody can who does not ask whether its key may. */
    private void forgeFile(@Nullable AuditKey key) throws IOException {
        try (Store store = AuditFiles.locked(directory)) {
            Recovery found = Recovery.of(store);
            ChainFile file = new ChainFile(store, key);
            file.begin(found.end(), AuditLine.Begun.OPENED, found.torn(), Samples.TIME);
            for (AuditRecord record : Samples.plain(100, 3)) {
                file.append(AuditLine.of(record));
            }
            file.flush();
            file.leave();
        }
    }

    /** Changes the third line of the second file, and makes all hashes from there on anew. */
    private void forgeTail(@Nullable AuditKey key) throws IOException {
        List<String> lines = folder().lines(1);
        lines.set(2, lines.get(2).replace("81000", "99"));
        for (int i = 2; i < lines.size(); i++) {
            lines.set(i, sealed(lines.get(i), lines.get(i - 1), key));
        }
        folder().write(1, lines);
    }

    /** The line with the hash it should have behind another, made as the documentation says. */
    private static String sealed(String line, String previous, @Nullable AuditKey key) {
        Pattern tail = Pattern.compile(",\"hash\":\"([0-9a-f]{64})\"}");
        var before = tail.matcher(previous);
        assertThat(before.find()).isTrue();
        byte[] body = tail.matcher(line).replaceAll("}").getBytes(StandardCharsets.US_ASCII);
        byte[] hash = ChainHash.of(key).of(HexFormat.of().parseHex(before.group(1)), body, body.length);
        return tail.matcher(line).replaceAll(",\"hash\":\"" + HexFormat.of().formatHex(hash) + "\"}");
    }
}
