package dev.hybridrouter.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.api.budget.AccountId;
import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.journal.LedgerJournalException.Reason;
import dev.hybridrouter.journal.MemoryDisk.Fault;
import dev.hybridrouter.spi.ledger.AccountTerms;
import dev.hybridrouter.spi.ledger.LedgerAccount;
import dev.hybridrouter.spi.ledger.Reservation;
import dev.hybridrouter.test.ManualClock;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Disks that fail, crashes while a new file is begun, and what is left after each. */
@Timeout(600)
class JournalTroubleTest {
    private static final long NOW = Instant.parse("2026-11-23T12:00:00Z").toEpochMilli();
    private static final AccountTerms TERMS = AccountTerms.limited(
            new AccountId("all", "tenant \uD83D\uDE00"), BudgetWindow.day(ZoneOffset.UTC), new Money(1_000_000));

    private final MemoryDisk disk = new MemoryDisk();

    private static JournaledLedger open(MemoryDisk on, Durability durability) {
        return JournaledLedger.builder(Path.of("unused"))
                .durability(durability)
                .clock(ManualClock.startingAt(Instant.ofEpochMilli(NOW)))
                .retry(Duration.ofMillis(1))
                .compactAt(4096)
                .open(on);
    }

    private static Reservation reserve(JournaledLedger ledger, long amount) {
        return (Reservation) ledger.reserve(List.of(ledger.account(TERMS)), new Money(amount), NOW);
    }

    /** What is settled, reserved and pending. */
    private static String figures(JournaledLedger ledger) {
        AccountState state = ledger.account(TERMS).state(Instant.ofEpochMilli(NOW));
        return state.settled().nanoUsd() + " " + state.reserved().nanoUsd() + " "
                + state.pending().nanoUsd();
    }

    private static String after(byte[] journal) {
        try (JournaledLedger ledger = open(MemoryDisk.of(journal), Durability.WRITTEN)) {
            return figures(ledger);
        }
    }

    private static void assertRefused(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(LedgerJournalException.class, e -> assertThat(e.reason())
                        .isEqualTo(reason))
                .hasMessageStartingWith("ledger")
                .hasMessageContaining("expected");
    }

    @ParameterizedTest
    @CsvSource({"WRITTEN, WRITE", "FORCED, WRITE", "FORCED, FORCE"})
    void ledgerThatCannotWrite_reservesNothing_endsWhatIsOpen_andGoesOnOnceItCan(Durability durability, Fault fault) {
        JournaledLedger ledger = open(disk, durability);
        Reservation open = reserve(ledger, 100);
        Reservation other = reserve(ledger, 10);
        disk.fail(fault);

        assertRefused(Reason.NOT_WRITABLE, () -> reserve(ledger, 1));
        assertThat(figures(ledger)).isEqualTo("0 110 0");
        assertThat(open.settle(new Money(60))).isTrue();
        assertThat(figures(ledger)).isEqualTo("60 10 0");
        assertRefused(Reason.NOT_WRITABLE, () -> reserve(ledger, 1));
        assertThat(after(disk.copy())).as("a crash now").isIn("0 0 110", "60 0 10", "0 0 111");

        disk.fail(Fault.NONE);
        Reservation later = reserveWhenPossible(ledger);
        assertThat(after(disk.copy())).as("a crash after it went on").isEqualTo("60 0 12");
        assertThat(later.settle(new Money(1))).isTrue();
        assertThat(other.settle(new Money(10))).isTrue();
        ledger.close();
        assertThat(after(disk.copy())).isEqualTo("71 0 0");
    }

    private static Reservation reserveWhenPossible(JournaledLedger ledger) {
        while (true) {
            try {
                return reserve(ledger, 2);
            } catch (LedgerJournalException e) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void ledgerOfWhichNobodyWaits_reservesNothingOnceItIsKnown() {
        JournaledLedger ledger = open(disk, Durability.INTERVAL);
        Reservation first = reserve(ledger, 100);
        disk.fail(Fault.WRITE);
        assertRefused(Reason.NOT_WRITABLE, () -> {
            while (true) {
                reserve(ledger, 1).release();
            }
        });
        disk.fail(Fault.NONE);
        reserveWhenPossible(ledger).settle(new Money(2));
        first.settle(new Money(70));
        ledger.close();
        assertThat(after(disk.copy())).isEqualTo("72 0 0");
    }

    @Test
    void ledgerThatIsClosedWhileTheDiskIsFull_leavesWhatWasWritten() {
        JournaledLedger ledger = open(disk, Durability.WRITTEN);
        Reservation open = reserve(ledger, 100);
        disk.fail(Fault.WRITE);
        assertThat(open.settle(new Money(1))).isTrue();
        ledger.close();
        assertThat(disk.isClosed()).isTrue();
        assertThat(after(disk.copy()))
                .as("the worst case, as the end was not written")
                .isEqualTo("0 0 100");
    }

    /** Ten lines for each file: the last record finds it too long, and a new one is begun, which fails. */
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"CREATE", "FORCE", "PUBLISH"})
    void crashWhileANewFileIsBegun_findsTheOldOne(Fault fault) {
        JournaledLedger ledger = open(disk, Durability.WRITTEN);
        disk.fail(fault);
        int settled = 0;
        try {
            while (settled < 1_000) {
                Reservation line = reserve(ledger, 1);
                line.settle(new Money(1));
                settled++;
            }
        } catch (LedgerJournalException e) {
            assertThat(e.reason()).isEqualTo(Reason.NOT_WRITABLE);
        }
        assertThat(settled).isBetween(10, 100);
        String crash = after(disk.copy());
        assertThat(crash).isIn(settled + " 0 0", settled + " 0 1", (settled - 1) + " 0 1");

        disk.fail(Fault.NONE);
        reserveWhenPossible(ledger).settle(new Money(2));
        assertThat(after(disk.copy())).isEqualTo((settled + 2) + " 0 0");
        ledger.close();
    }

    @Test
    void powerThatIsLost_forgetsNothingThatWasForced() {
        JournaledLedger ledger = open(disk, Durability.FORCED);
        for (int i = 0; i < 300; i++) {
            Reservation line = reserve(ledger, 10);
            assertThat(after(disk.forced())).isEqualTo(i + " 0 10");
            line.settle(new Money(1));
            assertThat(after(disk.forced())).isEqualTo((i + 1) + " 0 0");
        }
        assertThat(disk.begun()).as("files begun").isGreaterThan(2);
        ledger.close();
    }

    @Test
    void closingForcesWhatNobodyWaitedFor() {
        JournaledLedger ledger = open(disk, Durability.INTERVAL);
        for (int i = 0; i < 50; i++) {
            reserve(ledger, 10).settle(new Money(7));
        }
        Reservation open = reserve(ledger, 5);
        ledger.close();
        ledger.close();
        assertThat(after(disk.forced())).isEqualTo("350 0 5");

        assertRefused(Reason.CLOSED, () -> reserve(ledger, 1));
        assertThat(open.settle(new Money(3))).isTrue();
        assertThat(after(disk.copy())).isEqualTo("350 0 5");
    }

    @Test
    void linesOfBeforeARestart_keepTheirNumbers_andNewOnesGoOn() {
        JournaledLedger ledger = open(disk, Durability.WRITTEN);
        reserve(ledger, 1).settle(new Money(1));
        long number = reserve(ledger, 100).line();
        ledger.close();

        JournaledLedger reopened = open(disk, Durability.WRITTEN);
        LedgerAccount account = reopened.account(TERMS);
        assertThat(reopened.pending()).extracting(Reservation::line).containsExactly(number);
        assertThat(reserve(reopened, 5).line()).isGreaterThan(number);
        assertThat(reopened.reconcile(number, new Money(42))).isTrue();
        assertThat(reopened.reconcile(number, new Money(42))).isFalse();
        assertThat(account.state(Instant.ofEpochMilli(NOW)).settled()).isEqualTo(new Money(43));
        assertThat(after(disk.copy())).isEqualTo("43 0 5");
        reopened.close();
    }

    /** The parts of a line in accounts that nobody has used since the restart are closed with it. */
    @Test
    void lineOfBeforeARestart_isReconciledInAllItsAccounts() {
        AccountTerms other = AccountTerms.unlimited(new AccountId("other", ""), BudgetWindow.month(ZoneOffset.UTC));
        JournaledLedger ledger = open(disk, Durability.WRITTEN);
        List<LedgerAccount> both = List.of(ledger.account(TERMS), ledger.account(other));
        long number = ((Reservation) ledger.reserve(both, new Money(100), NOW)).line();
        ledger.close();

        JournaledLedger reopened = open(disk, Durability.WRITTEN);
        assertThat(figures(reopened)).isEqualTo("0 0 100");
        assertThat(reopened.reconcile(number, new Money(42))).isTrue();
        assertThat(reopened.reconcile(number, new Money(42))).isFalse();
        assertThat(figures(reopened)).isEqualTo("42 0 0");
        assertThat(reopened.account(other).state(Instant.ofEpochMilli(NOW)).committed())
                .isEqualTo(new Money(42));
        reopened.close();

        try (JournaledLedger again = open(disk, Durability.WRITTEN)) {
            assertThat(figures(again)).isEqualTo("42 0 0");
            AccountState state = again.account(other).state(Instant.ofEpochMilli(NOW));
            assertThat(state.settled()).isEqualTo(new Money(42));
            assertThat(state.pending()).isEqualTo(Money.ZERO);
        }
    }

    /** The clock was set back over midnight: the day's spend is not forgotten, nor is yesterday's budget open again. */
    @Test
    void clockThatIsBehindTheJournal_staysInTheWindow() {
        JournaledLedger ledger = open(disk, Durability.WRITTEN);
        long midnight = Instant.parse("2026-11-24T00:00:00Z").toEpochMilli();
        Reservation line = (Reservation) ledger.reserve(List.of(ledger.account(TERMS)), new Money(900_000), midnight);
        line.settle(new Money(900_000));
        ledger.close();

        JournaledLedger reopened = open(disk, Durability.WRITTEN);
        assertThat(reopened.account(TERMS).committedNanoUsd(NOW)).isEqualTo(900_000);
        reopened.close();
    }

    @Test
    void windowsThatAreOver_areForgotten() {
        JournaledLedger ledger = open(disk, Durability.WRITTEN);
        AccountTerms minutes =
                AccountTerms.unlimited(new AccountId("minutes", ""), BudgetWindow.minute(ZoneOffset.UTC));
        LedgerAccount account = ledger.account(minutes);
        for (int i = 0; i < 5_000; i++) {
            long then = NOW + i * 60_000L;
            ((Reservation) ledger.reserve(List.of(account), new Money(2), then)).settle(new Money(1));
            assertThat(disk.copy().length).isLessThan(4096 + 200);
        }
        ledger.close();
    }

    @Test
    void fileThatIsNoJournal_orNewer_isRefused() {
        assertRefused(Reason.DAMAGED, () -> open(MemoryDisk.of(new byte[0]), Durability.WRITTEN));
        assertRefused(Reason.DAMAGED, () -> open(MemoryDisk.of(new byte[100]), Durability.WRITTEN));

        open(disk, Durability.WRITTEN).close();
        ByteBuffer newer = ByteBuffer.wrap(disk.copy());
        newer.putInt(Long.BYTES, JournalFormat.VERSION + 1);
        newer.putInt(12, JournalFormat.check(newer, 0, 12));
        assertRefused(Reason.NEWER_VERSION, () -> open(MemoryDisk.of(newer.array()), Durability.WRITTEN));
        assertThat(after(disk.copy())).isEqualTo("0 0 0");
    }

    @Test
    void recordThatMeansNothing_isRefused() throws Exception {
        open(disk, Durability.WRITTEN).close();
        byte[] empty = Arrays.copyOf(disk.copy(), disk.copy().length - JournalFormat.FRAME - 1);
        ByteArrayOutputStream journal = new ByteArrayOutputStream();
        journal.write(empty);
        ByteBuffer record = ByteBuffer.allocate(JournalFormat.FRAME + 1);
        record.putInt(4, 1).putInt(8, 1).put(12, (byte) 99);
        record.putInt(0, JournalFormat.check(record, 4, 13));
        journal.write(record.array());
        assertRefused(Reason.DAMAGED, () -> open(MemoryDisk.of(journal.toByteArray()), Durability.WRITTEN));
    }

    @Test
    void settingsOutOfRange_areRefused() {
        JournaledLedger.Builder builder = JournaledLedger.builder(Path.of("unused"));
        assertThatThrownBy(() -> builder.compactAt(1)).hasMessageStartingWith("ledger.compactAt: 1 (expected");
        assertThatThrownBy(() -> builder.interval(Duration.ZERO)).hasMessageStartingWith("ledger.interval: PT0S");
        JournaledLedger ledger = open(disk, Durability.INTERVAL);
        AccountId endless = new AccountId("all", "x".repeat(4097));
        assertThatThrownBy(() -> ledger.account(AccountTerms.unlimited(endless, BudgetWindow.day(ZoneOffset.UTC))))
                .hasMessage("account.holder: 4097 characters (expected: at most 4096)");
        ledger.close();
    }
}
