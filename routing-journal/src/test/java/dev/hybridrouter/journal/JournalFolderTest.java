package dev.hybridrouter.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.core.ledger.InMemoryLedger;
import dev.hybridrouter.diagnostics.LogEvent;
import dev.hybridrouter.journal.LedgerJournalException.Reason;
import dev.hybridrouter.log.LockedFolder;
import dev.hybridrouter.log.Store;
import dev.hybridrouter.spi.ledger.LedgerAccount;
import dev.hybridrouter.spi.ledger.Reservation;
import dev.hybridrouter.test.ManualClock;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Journals in real directories. */
@Timeout(600)
class JournalFolderTest {
    private final Path directory;

    JournalFolderTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private JournaledLedger open() {
        return JournaledLedger.builder(directory.resolve("deep/ledger"))
                .clock(ManualClock.startingAt(Spender.NOW))
                .open();
    }

    private Path file(String name) {
        return directory.resolve("deep/ledger").resolve(name);
    }

    private static void spend(JournaledLedger ledger) {
        long now = Spender.NOW.toEpochMilli();
        assertThat(((Reservation) ledger.reserve(List.of(ledger.account(Spender.TERMS)), Spender.RESERVED, now))
                        .settle(Spender.SPENT))
                .isTrue();
    }

    private static Money settled(JournaledLedger ledger) {
        return ledger.account(Spender.TERMS).state(Spender.NOW).settled();
    }

    @Test
    void directoryThatIsOpen_isRefused_untilItIsClosed() {
        try (JournaledLedger first = open()) {
            spend(first);
            assertThatThrownBy(this::open)
                    .isInstanceOfSatisfying(LedgerJournalException.class, e -> assertThat(e.reason())
                            .isEqualTo(Reason.LOCKED))
                    .hasMessageContaining("ledger.directory: " + file(""));
            spend(first);
        }
        try (JournaledLedger second = open()) {
            assertThat(settled(second)).isEqualTo(new Money(14));
        }
    }

    @Test
    void directoryThatCannotBeWritten_isRefused() throws IOException {
        Files.createFile(directory.resolve("deep"));
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(LedgerJournalException.class, e -> assertThat(e.reason())
                        .isEqualTo(Reason.NOT_WRITABLE))
                .hasMessageStartingWith("ledger.directory: " + file(""));
    }

    @Test
    void damagedJournal_isRefused_andLeftAsItIs_andTheDirectoryUnlocked() throws IOException {
        open().close();
        byte[] foreign = "not a journal, but something of value".getBytes(StandardCharsets.UTF_8);
        Files.write(file(JournalFile.JOURNAL), foreign);
        for (int twice = 0; twice < 2; twice++) {
            assertThatThrownBy(this::open)
                    .isInstanceOfSatisfying(LedgerJournalException.class, e -> assertThat(e.reason())
                            .isEqualTo(Reason.DAMAGED));
        }
        assertThat(file(JournalFile.JOURNAL)).hasBinaryContent(foreign);
    }

    /** The process died while it wrote a new file, before that had taken the old one's place. */
    @Test
    void newFileThatWasNotFinished_isPassedOver() throws IOException {
        try (JournaledLedger ledger = open()) {
            spend(ledger);
        }
        byte[] whole = Files.readAllBytes(file(JournalFile.JOURNAL));
        for (int half : new int[] {0, 10, whole.length / 2, whole.length}) {
            Files.write(file(JournalFile.JOURNAL + LockedFolder.UNFINISHED), Arrays.copyOf(whole, half));
            try (JournaledLedger ledger = open()) {
                assertThat(settled(ledger)).isEqualTo(Spender.SPENT);
            }
            assertThat(file(JournalFile.JOURNAL + LockedFolder.UNFINISHED)).doesNotExist();
        }
    }

    @Test
    void recordThatWasTorn_isLeftOut() throws IOException {
        Path copy = directory.resolve("copy");
        try (JournaledLedger ledger = JournaledLedger.builder(file(""))
                .durability(Durability.WRITTEN)
                .clock(ManualClock.startingAt(Spender.NOW))
                .open()) {
            spend(ledger);
            Files.copy(file(JournalFile.JOURNAL), copy);
        }
        Files.copy(copy, file(JournalFile.JOURNAL), StandardCopyOption.REPLACE_EXISTING);
        Files.write(file(JournalFile.JOURNAL), new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        var logger = (ch.qos.logback.classic.Logger) LoggerFactory.getLogger("dev.hybridrouter.journal");
        logger.addAppender(log);
        try (JournaledLedger ledger = open()) {
            assertThat(settled(ledger)).isEqualTo(Spender.SPENT);
        } finally {
            logger.detachAppender(log);
        }
        assertThat(log.list).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.WARN);
            assertThat(event.getFormattedMessage()).contains("in the middle of a record", "its last 3 bytes");
        });
    }

    private static void assertLost(JournaledLedger ledger, String message) {
        List<LedgerAccount> accounts = List.of(ledger.account(Spender.TERMS));
        for (int twice = 0; twice < 2; twice++) {
            assertThatThrownBy(() -> ledger.reserve(accounts, Spender.RESERVED, Spender.NOW.toEpochMilli()))
                    .isInstanceOfSatisfying(LedgerJournalException.class, e -> assertThat(e.reason())
                            .isEqualTo(Reason.LOST))
                    .hasMessageContaining(message);
        }
        assertThat(ledger.trouble()).hasValueSatisfying(why -> assertThat(why).contains(message, "opened again"));
    }

    @Test
    void lockThatIsRemoved_isNoticed_andNothingIsReservedAnyMore() throws IOException {
        try (JournaledLedger ledger = open()) {
            spend(ledger);
            Reservation open = (Reservation) ledger.reserve(
                    List.of(ledger.account(Spender.TERMS)), Spender.RESERVED, Spender.NOW.toEpochMilli());
            assertThat(ledger.trouble()).isEmpty();
            Files.delete(file(JournalFile.LOCK));
            assertLost(ledger, JournalFile.LOCK + " was removed or replaced");
            assertThat(open.settle(Spender.SPENT)).isTrue();
        }
        try (JournaledLedger next = open()) {
            assertThat(settled(next)).isEqualTo(Spender.SPENT);
            assertThat(next.pending())
                    .hasSize(2); // the one that was open, and the one that was refused when it was noticed
        }
    }

    /** Where the next owner cannot see that this process runs, for example from another container. */
    @Test
    void directoryThatIsTakenOver_isLeftToWhoTookIt() throws IOException {
        byte[] before;
        try (JournaledLedger ledger = open()) {
            spend(ledger);
            Files.writeString(file(JournalFile.LOCK), "7 7 other");
            before = Files.readAllBytes(file(JournalFile.JOURNAL));
            Files.move(file(JournalFile.JOURNAL), file("aside"));
            Files.write(file(JournalFile.JOURNAL), before);
            assertLost(ledger, "taken over by process 7");
        }
        assertThat(file(JournalFile.JOURNAL)).hasBinaryContent(before);
        assertThat(file(JournalFile.LOCK)).hasContent("7 7 other");
    }

    @Test
    void journalThatIsReplaced_isNoticed_andLeftAsItIs() throws IOException {
        byte[] backup;
        try (JournaledLedger ledger = open()) {
            backup = Files.readAllBytes(file(JournalFile.JOURNAL));
            spend(ledger);
            Files.write(file("restored"), backup);
            Files.move(file("restored"), file(JournalFile.JOURNAL), StandardCopyOption.REPLACE_EXISTING);
            assertLost(ledger, JournalFile.JOURNAL + " was replaced");
        }
        assertThat(file(JournalFile.JOURNAL)).hasBinaryContent(backup);
    }

    /** What was spent is known, so that the file is written anew; until that is done nothing is reserved. */
    @Test
    void journalThatIsRemoved_isNoticed_andWrittenAnewBeforeAnythingIsReserved() throws IOException {
        try (JournaledLedger ledger = open()) {
            spend(ledger);
            Files.delete(file(JournalFile.JOURNAL));
            assertThatThrownBy(() -> spend(ledger))
                    .isInstanceOfSatisfying(LedgerJournalException.class, e -> assertThat(e.reason())
                            .isEqualTo(Reason.NOT_WRITABLE));
        } // what could not be written is tried again at the latest now
        try (JournaledLedger next = open()) {
            assertThat(settled(next)).isEqualTo(Spender.SPENT);
            spend(next);
        }
    }

    @Test
    void corrections_areReplayed() throws IOException {
        long now = Spender.NOW.toEpochMilli();
        Path copy = directory.resolve("copy");
        try (JournaledLedger ledger = open()) {
            spend(ledger);
            assertThat(ledger.correct(Spender.TERMS, new Money(5), now).settled())
                    .isEqualTo(new Money(12));
            assertThat(ledger.correct(Spender.TERMS, new Money(-1), now).settled())
                    .isEqualTo(new Money(11));
            assertThat(ledger.correct(Spender.TERMS, new Money(-8), now).settled())
                    .isEqualTo(new Money(3));
            assertThatThrownBy(() -> ledger.correct(Spender.TERMS, new Money(-4), now))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("correction.amount: ");
            Files.copy(file(JournalFile.JOURNAL), copy); // as after a crash
        }
        for (int twice = 0; twice < 2; twice++) { // the second time from what the first one began with
            Files.copy(copy, file(JournalFile.JOURNAL), StandardCopyOption.REPLACE_EXISTING);
            try (JournaledLedger ledger = open()) {
                assertThat(settled(ledger)).isEqualTo(new Money(3));
                assertThat(ledger.pending()).isEmpty();
                Files.copy(file(JournalFile.JOURNAL), copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** A real process, really killed in the middle of its work, twice. */
    @Test
    void processThatIsKilled_forgetsNothingThatHadReturned() throws Exception {
        long told = 0;
        for (int kill = 0; kill < 2; kill++) {
            long before = told;
            told += spendUntilKilled(1_000);
            try (JournaledLedger ledger = open()) {
                long settled = settled(ledger).nanoUsd();
                assertThat(settled).isEqualTo(settled / 7 * 7).isGreaterThanOrEqualTo(told * 7);
                assertThat(ledger.pending())
                        .allSatisfy(line -> assertThat(line.amount()).isEqualTo(Spender.RESERVED));
                assertThat(ledger.pending()).hasSizeLessThanOrEqualTo(kill + 1);
                told = settled / 7;
                assertThat(told).isBetween(before + 1_000, before + 1_000_000);
            }
        }
    }

    private long spendUntilKilled(int times) throws IOException, InterruptedException {
        String classPath = Stream.of(
                        JournaledLedger.class,
                        InMemoryLedger.class,
                        Store.class,
                        Money.class,
                        LogEvent.class,
                        ManualClock.class,
                        Logger.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .map(location -> Path.of(URI.create(location.toString())).toString())
                .collect(Collectors.joining(File.pathSeparator, tests() + File.pathSeparator, ""));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        Spender.class.getName(),
                        file("").toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long last = 0;
        try (BufferedReader said = process.inputReader()) {
            String line = said.readLine();
            while (line != null) {
                last = Math.max(last, Long.parseLong(line)); // the last line may be cut short
                if (last == 1) {
                    assertThatThrownBy(this::open).hasMessageContaining("is open in another ledger");
                }
                if (last == times) {
                    process.toHandle().destroyForcibly(); // leaves the pipe open, which the process itself would not
                }
                line = said.readLine();
            }
        }
        process.waitFor();
        return last;
    }

    /** The folder of this class: its code source is that of the module it is patched into. */
    private static Path tests() {
        String name = Spender.class.getSimpleName() + ".class";
        Path file = Path.of(URI.create(
                Objects.requireNonNull(Spender.class.getResource(name)).toString()));
        Path folder = file;
        for (int up = 0; up < Spender.class.getName().split("\\.", -1).length; up++) {
            folder = Objects.requireNonNull(folder.getParent());
        }
        return folder;
    }
}
