package dev.hybridrouter.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.hybridrouter.journal.MemoryDisk.Fault;
import dev.hybridrouter.spi.ledger.LedgerAccount;
import dev.hybridrouter.test.ManualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** What a plain pattern shows of a journal in trouble. */
@Timeout(600)
class JournalLogTest {
    private final MemoryDisk disk = new MemoryDisk();
    private final ManualClock clock = ManualClock.startingAt(Spender.NOW);

    private static List<String> lines(List<ILoggingEvent> events, Logger logger) {
        PatternLayout layout = new PatternLayout();
        layout.setContext(logger.getLoggerContext());
        layout.setPattern("%level %logger - %msg%n%nopex");
        layout.start();
        return events.stream().map(event -> layout.doLayout(event).strip()).toList();
    }

    @Test
    void journal_saysThatItCannotBeWritten_andThatItCanAgain() {
        Logger logger = (Logger) LoggerFactory.getLogger("dev.hybridrouter.journal");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
        try (JournaledLedger ledger = JournaledLedger.builder(Path.of("unused"))
                .durability(Durability.WRITTEN)
                .clock(clock)
                .retry(Duration.ofMillis(1))
                .open(disk)) {
            List<LedgerAccount> accounts = List.of(ledger.account(Spender.TERMS));
            disk.fail(Fault.WRITE);
            for (int twice = 0; twice < 2; twice++) {
                assertThatThrownBy(() -> ledger.reserve(accounts, Spender.RESERVED, clock.millis()))
                        .isInstanceOf(LedgerJournalException.class);
            }
            clock.advance(Duration.ofSeconds(90));
            disk.fail(Fault.NONE);
            while (ledger.trouble().isPresent()) {
                Thread.onSpinWait();
            }
        } finally {
            logger.detachAppender(log);
            logger.setLevel(null);
        }

        assertThat(lines(log.list, logger)).hasSize(2);
        assertThat(lines(log.list, logger).get(0))
                .startsWith("ERROR dev.hybridrouter.journal - HR-451 Journal of the ledger cannot be WRITTEN: path=")
                .contains("cause=java.io.IOException", "Nothing is reserved until it can.", "Free disk space");
        assertThat(lines(log.list, logger).get(1))
                .startsWith("INFO dev.hybridrouter.journal - HR-452 ")
                .contains("can be WRITTEN again: path=", "after 90 s");
    }
}
