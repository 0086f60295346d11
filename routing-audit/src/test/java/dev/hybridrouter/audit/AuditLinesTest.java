package dev.hybridrouter.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.spi.InputSize;
import dev.hybridrouter.spi.RequestFacts;
import dev.hybridrouter.spi.event.RequestEnded;
import dev.hybridrouter.test.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** What a plain pattern shows of an audit log in trouble. */
@Timeout(60)
class AuditLinesTest {
    private final ManualClock clock = ManualClock.create();

    private static List<String> lines(List<ILoggingEvent> events, Logger logger) {
        PatternLayout layout = new PatternLayout();
        layout.setContext(logger.getLoggerContext());
        layout.setPattern("%level %logger - %msg%n%nopex");
        layout.start();
        return events.stream().map(event -> layout.doLayout(event).strip()).toList();
    }

    private static RequestFacts facts() {
        return RequestFacts.builder(RequestContext.defaults())
                .input(new InputSize(1, 0, 0))
                .build();
    }

    private static void end(AuditLog log) {
        log.onEvent(RequestEnded.of(
                facts(),
                new RouteResult.Failed(
                        ProviderFailure.of(FailureKind.TIMEOUT, "late"),
                        ModelResponse.builder(List.of(), StopReason.END_TURN).build(),
                        Samples.decision(1))));
    }

    @Test
    void log_saysThatItCannotBeWritten_andThatItCanAgain() {
        Logger logger = (Logger) LoggerFactory.getLogger("dev.hybridrouter.audit");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.list = new CopyOnWriteArrayList<>();
        log.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
        HeldSink sink = HeldSink.open();
        sink.fail(3);
        try (AuditLog audit = AuditLog.builder(sink, Overflow.BLOCK, Pseudonyms.under(Samples.KEY))
                .clock(clock)
                .retry(Duration.ofMillis(1))
                .build()) {
            end(audit);
            while (log.list.size() < 2) {
                Thread.onSpinWait();
            }
        } finally {
            logger.detachAppender(log);
            logger.setLevel(null);
        }

        assertThat(lines(log.list, logger)).hasSize(2);
        assertThat(lines(log.list, logger).get(0))
                .startsWith("ERROR dev.hybridrouter.audit - HR-501 Audit log cannot be WRITTEN: path=")
                .contains("cause=java.io.IOException: no room", "Records wait", "Free disk space");
        assertThat(lines(log.list, logger).get(1))
                .startsWith("INFO dev.hybridrouter.audit - HR-502 ")
                .contains("can be WRITTEN again: path=", "after 0 ms");
    }
}
