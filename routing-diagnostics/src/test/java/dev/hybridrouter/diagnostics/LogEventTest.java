package dev.hybridrouter.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** What the catalogue's lines look like to somebody whose log has a plain pattern. */
class LogEventTest {
    private final Logger root = (Logger) LoggerFactory.getLogger("dev.hybridrouter");
    private final Lines lines = new Lines();

    @BeforeEach
    void listen() {
        lines.layout.setContext(root.getLoggerContext());
        lines.layout.setPattern("%level %logger - %msg%n");
        lines.layout.start();
        lines.start();
        root.setLevel(Level.DEBUG);
        root.addAppender(lines);
    }

    @AfterEach
    void detach() {
        root.detachAppender(lines);
        root.setLevel(null);
    }

    private static LogLine filled(LogEvent event) {
        LogLine line = event.line();
        event.fields().forEach(field -> line.with(field, "<" + field + ">"));
        return line;
    }

    @ParameterizedTest
    @EnumSource
    void line_isWholeInAPlainPattern(LogEvent event) {
        filled(event).log();

        assertThat(lines.all)
                .singleElement()
                .asString()
                .startsWith(event.level() + " " + event.area().logger() + " - " + event.code() + " ")
                .contains(
                        event.fields().stream().map(field -> "<" + field + ">").toList())
                .endsWith((event.action().isEmpty() ? event.text() : event.action())
                                .replace('{', '<')
                                .replace('}', '>')
                        + System.lineSeparator())
                .doesNotContain("{", "}");
    }

    @ParameterizedTest
    @EnumSource
    void line_saysWhatToDo_whereSomethingIsWrong(LogEvent event) {
        boolean wrong = event.level().toInt() >= org.slf4j.event.Level.WARN.toInt();

        assertThat(event.code()).matches("HR-[0-9]{3}");
        assertThat(event.text()).endsWith(".");
        if (wrong) {
            assertThat(event.action()).endsWith(".");
        }
        if (wrong && event != LogEvent.AUDIT_TORN && event != LogEvent.JOURNAL_TORN) {
            assertThat(event.action()).doesNotContain("No action");
        }
    }

    @Test
    void codes_areUnique_andAscend() {
        List<String> codes =
                Arrays.stream(LogEvent.values()).map(LogEvent::code).toList();

        assertThat(codes).isSorted().doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void whatEndsAnother_isRecovery_inTheSameArea(LogEvent event) {
        LogEvent ended = event.ends();
        if (ended != null) {
            assertThat(event.level()).isEqualTo(org.slf4j.event.Level.INFO);
            assertThat(event.area()).isEqualTo(ended.area());
            assertThat(event.text()).contains("{duration}");
        }
    }

    @Test
    void whatAnOutageBegins_hasAnEnd() {
        Set<String> begin = Set.of("OPEN:", "THROTTLED:", "MISCONFIGURED:", "EMPTY:", "ENGAGED:", "REACHED:", "CUT:");
        List<LogEvent> ended =
                Arrays.stream(LogEvent.values()).map(LogEvent::ends).toList();

        assertThat(LogEvent.values())
                .filteredOn(event -> event.ends() == null && begin.stream().anyMatch(event.text()::contains))
                .hasSize(begin.size())
                .allSatisfy(event -> assertThat(ended).contains(event));
    }

    @Test
    void line_isNotPutIntoWords_whereItsLevelIsOff() {
        root.setLevel(Level.INFO);
        Object value = new Object() {
            @Override
            public String toString() {
                throw new AssertionError("asked for words");
            }
        };

        LogEvent.CONSTRAINT_FAILED.line().with("target", value).log();

        assertThat(LogEvent.CONSTRAINT_FAILED.isOn()).isFalse();
        assertThat(LogEvent.CONSTRAINT_FAILED.line()).isSameAs(LogEvent.STRATEGY_FAILED.line());
        assertThat(lines.all).isEmpty();
    }

    @Test
    void value_thatThrows_disturbsNobody() {
        Object value = new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("broken");
            }
        };

        assertThatCode(() ->
                        filled(LogEvent.CONSTRAINT_FAILED).with("target", value).log())
                .doesNotThrowAnyException();
    }

    @Test
    void note_beginsNoLineOfItsOwn() {
        filled(LogEvent.KILL_LIFTED).with("note", "fine\r\nERROR forged {}").log();

        assertThat(lines.all).singleElement().asString().contains("note=fine  ERROR forged {}");
    }

    /** What a plain pattern makes of events. */
    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final PatternLayout layout = new PatternLayout();
        private final List<String> all = new ArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            all.add(layout.doLayout(event));
        }
    }
}
