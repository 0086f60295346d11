package dev.hybridrouter.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.journal.LedgerJournalException.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Crashes at every byte, damage to every byte, and crashes at any time, beside the ledger in memory. */
@Timeout(600)
class JournalCrashProperties {
    private static final int STEPS = 120;
    private static final int RUNS = 30;

    private final List<Moment> moments = new ArrayList<>();
    private byte[] journal = new byte[0];

    /** The journal's length after a step, and what it must say then. */
    private record Moment(int size, long now, List<Long> figures) {}

    private void run(long seed) {
        MemoryDisk disk = new MemoryDisk();
        try (JournaledLedger ledger = RandomRun.builder(RandomRun.BEGIN, true).open(disk)) {
            RandomRun run = new RandomRun(seed, ledger, true).withoutPending();
            for (int step = 0; step < STEPS; step++) {
                moments.add(new Moment(disk.copy().length, run.now(), run.expected()));
                run.act();
            }
            moments.add(new Moment(disk.copy().length, run.now(), run.expected()));
            journal = disk.copy();
        }
    }

    /** The last moment of which all is in so many bytes. */
    private Moment before(int bytes) {
        return moments.stream()
                .filter(moment -> moment.size <= bytes)
                .reduce((one, next) -> next)
                .orElseThrow();
    }

    private static List<Long> read(byte[] bytes, long now) {
        try (JournaledLedger ledger = RandomRun.builder(now, true).open(MemoryDisk.of(bytes))) {
            return RandomRun.figures(ledger, now);
        }
    }

    private static void assertDamaged(byte[] bytes, String where) {
        assertThatThrownBy(() -> read(bytes, RandomRun.BEGIN))
                .as(where)
                .isInstanceOfSatisfying(LedgerJournalException.class, e -> assertThat(e.reason())
                        .isEqualTo(Reason.DAMAGED))
                .hasMessageContaining("ledger.directory")
                .hasMessageContaining("expected");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void fileThatIsCutAnywhere_holdsAllThatWasWhole_onceEach(long seed) {
        run(seed);
        int start = moments.get(0).size;
        assertThat(journal.length).isGreaterThan(start + 3_000);

        for (int cut = 0; cut <= journal.length; cut++) {
            byte[] rest = Arrays.copyOf(journal, cut);
            if (cut < start) {
                assertDamaged(rest, "seed " + seed + ", cut in the beginning at " + cut);
            } else {
                Moment moment = before(cut);
                assertThat(read(rest, moment.now))
                        .as("seed " + seed + ", cut at " + cut)
                        .isEqualTo(moment.figures);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void fileWithADamagedByte_isRefused_unlessItLooksAsAfterACrash(long seed) {
        run(seed);
        SplittableRandom random = new SplittableRandom(seed);
        int last = moments.stream()
                .mapToInt(Moment::size)
                .filter(size -> size < journal.length)
                .max()
                .orElseThrow();

        for (int at = 0; at < journal.length; at++) {
            byte[] damaged = journal.clone();
            damaged[at] ^= (byte) random.nextInt(1, 256);
            if (at < last) {
                assertDamaged(damaged, "seed " + seed + ", damaged at " + at);
            } else {
                assertDamagedOrAllBefore(damaged, at);
            }
        }
    }

    /** The last step may have written a name of a window as well, which then is damaged before a whole record. */
    private void assertDamagedOrAllBefore(byte[] damaged, int at) {
        Moment moment = before(at);
        List<Long> figures;
        try {
            figures = read(damaged, moment.now);
        } catch (LedgerJournalException e) {
            assertThat(e.reason()).isEqualTo(Reason.DAMAGED);
            return;
        }
        assertThat(figures).as("damaged at " + at).isEqualTo(moment.figures);
    }

    @Test
    void fileThatWasClosed_isRefusedWithAnyDamageToItsRecords() {
        MemoryDisk disk = new MemoryDisk();
        int beforeTheEnd;
        try (JournaledLedger ledger = RandomRun.builder(RandomRun.BEGIN, true).open(disk)) {
            RandomRun run = new RandomRun(7, ledger, true);
            for (int step = 0; step < STEPS; step++) {
                run.act();
            }
            beforeTheEnd = disk.copy().length;
        }
        SplittableRandom random = new SplittableRandom(7);
        for (int at = 0; at < beforeTheEnd; at++) {
            byte[] damaged = disk.copy();
            damaged[at] ^= (byte) random.nextInt(1, 256);
            assertDamaged(damaged, "damaged at " + at);
        }
    }

    @Test
    void recordsThatAreMissingOrTwice_areRefused() {
        run(8);
        for (int i = 1; i + 2 < moments.size(); i++) {
            int from = moments.get(i).size;
            int to = moments.get(i + 1).size;
            if (from < to && to < journal.length) {
                byte[] missing = Arrays.copyOf(journal, journal.length - (to - from));
                System.arraycopy(journal, to, missing, from, journal.length - to);
                assertDamaged(missing, "without " + from + " to " + to);
                byte[] twice = Arrays.copyOf(journal, journal.length + (to - from));
                System.arraycopy(journal, from, twice, to, journal.length - from);
                assertDamaged(twice, "twice " + from + " to " + to);
            }
        }
    }

    /** Crashes, clean restarts and small files, so that new files are begun all the time. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void balancesAreThoseOfTheLedgerInMemory_overAnyRestart(boolean chargeExpired) {
        int begun = 0;
        for (int seed = 0; seed < RUNS; seed++) {
            SplittableRandom chance = new SplittableRandom(seed);
            MemoryDisk disk = new MemoryDisk();
            JournaledLedger ledger = open(disk, RandomRun.BEGIN, chargeExpired);
            RandomRun run = new RandomRun(seed, ledger, chargeExpired);
            for (int step = 0; step < 400; step++) {
                run.act();
                assertThat(run.figures()).as("seed " + seed + ", step " + step).isEqualTo(run.expected());
                if (chance.nextInt(50) == 0) {
                    byte[] left = disk.copy();
                    ledger.close();
                    begun += disk.begun();
                    disk = chance.nextBoolean() ? disk : MemoryDisk.of(left);
                    ledger = open(disk, run.now(), chargeExpired);
                    run.restartWith(ledger);
                    assertThat(run.figures())
                            .as("seed " + seed + ", restart at step " + step)
                            .isEqualTo(run.expected());
                }
            }
            run.waitForExpiry();
            assertThat(run.figures()).as("seed " + seed + ", at the end").isEqualTo(run.expected());
            ledger.close();
        }
        assertThat(begun).as("files begun").isGreaterThan(3 * RUNS);
    }

    private static JournaledLedger open(MemoryDisk disk, long now, boolean chargeExpired) {
        return RandomRun.builder(now, chargeExpired).compactAt(4096).open(disk);
    }
}
