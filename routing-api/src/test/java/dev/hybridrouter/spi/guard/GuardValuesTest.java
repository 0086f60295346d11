package dev.hybridrouter.spi.guard;

import static dev.hybridrouter.api.internal.BadValue.absent;
import static dev.hybridrouter.api.internal.BadValue.blank;
import static dev.hybridrouter.api.internal.BadValue.misnamed;
import static dev.hybridrouter.api.internal.BadValue.misnomer;
import static dev.hybridrouter.api.internal.BadValue.none;
import static dev.hybridrouter.api.internal.BadValue.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.internal.BadValue;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.spi.guard.GuardInput.Direction;
import dev.hybridrouter.spi.guard.GuardPiece.Kind;
import dev.hybridrouter.spi.guard.GuardVerdict.Block;
import dev.hybridrouter.spi.guard.GuardVerdict.Replace;
import dev.hybridrouter.spi.guard.GuardVerdict.Tag;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What guards are handed and hand back. */
class GuardValuesTest {
    private static final String SECRET = "canary";
    private static final GuardPiece PIECE = new GuardPiece(Kind.USER, SECRET);
    private static final GuardFinding FINDING = new GuardFinding("EMAIL", Kind.USER, 2);
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private static GuardInput input(Direction direction, int opaque, Duration limit) {
        return new GuardInput(direction, List.of(PIECE, PIECE), opaque, RequestContext.defaults(), limit);
    }

    @ParameterizedTest
    @MethodSource
    void construct_whenValueIsBad_namesFieldAndFix(BadValue bad) {
        bad.check();
    }

    static Stream<BadValue> construct_whenValueIsBad_namesFieldAndFix() {
        return Stream.of(
                absent("piece.kind", () -> new GuardPiece(none(), "")),
                absent("piece.text", () -> new GuardPiece(Kind.USER, none())),
                absent("guardInput.direction", () -> input(none(), 0, LIMIT)),
                refused(
                        "guardInput.opaque is negative",
                        () -> input(Direction.REQUEST, -1, LIMIT),
                        "guardInput.opaque: -1 (expected: >= 0)"),
                refused(
                        "guardInput.timeLimit has passed",
                        () -> input(Direction.REQUEST, 0, Duration.ZERO),
                        "guardInput.timeLimit: PT0S (expected: longer than zero)"),
                misnamed("finding.category", () -> new GuardFinding(misnomer(), Kind.USER, 1)),
                absent("finding.place", () -> new GuardFinding("EMAIL", none(), 1)),
                refused(
                        "finding.count is zero",
                        () -> new GuardFinding("EMAIL", Kind.USER, 0),
                        "finding.count: 0 (expected: >= 1)"),
                refused(
                        "verdict.findings is empty",
                        () -> new Tag(List.of()),
                        "verdict.findings: empty (expected: at least one element)"),
                absent("verdict.restorer", () -> new Replace(List.of(), List.of(FINDING), none())),
                blank("verdict.remedy", () -> new Block("PII", " ", List.of())),
                absent("report.verdict", () -> GuardReport.unpriced(none())));
    }

    @Test
    void noText_showsWhatWasInspected() {
        Restorer restorer = kind -> TextFilter.passing();
        Stream.of(PIECE, input(Direction.REQUEST, 0, LIMIT), new Replace(List.of(SECRET), List.of(FINDING), restorer))
                .forEach(value -> assertThat(value.toString()).doesNotContain(SECRET));
    }

    @Test
    void input_countsItsCharacters() {
        assertThat(input(Direction.RESPONSE, 0, LIMIT).characters()).isEqualTo(2L * SECRET.length());
    }

    @Test
    void report_knowsItsCost_orSaysThatItDoesNot() {
        assertThat(GuardReport.costing(Money.ZERO, GuardVerdict.pass()).cost()).contains(Money.ZERO);
        assertThat(GuardReport.unpriced(GuardVerdict.pass()).cost()).isEmpty();
    }

    @Test
    void pass_findsNothing_andLetsEverythingGoOnAtOnce() {
        assertThat(GuardVerdict.pass().findings()).isEmpty();
        assertThat(Restorer.NONE.open(Kind.ASSISTANT).whole(SECRET)).isSameAs(SECRET);
        StreamInspector inspector = StreamInspector.passing();
        assertThat(inspector.push(SECRET) + inspector.finish()).isEqualTo(SECRET);
        assertThat(inspector.blocked()).isEmpty();
        assertThat(inspector.findings()).isEmpty();
        assertThat(inspector.longestHold()).isZero();
    }
}
