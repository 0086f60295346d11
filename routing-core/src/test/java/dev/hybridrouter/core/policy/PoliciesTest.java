package dev.hybridrouter.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.request.Priority;
import dev.hybridrouter.api.target.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What policies refuse, and what they are unless set. */
class PoliciesTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration NOTHING = Duration.ZERO;
    private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();
    private static final String POSITIVE = "longer than zero";
    private static final String COUNTABLE = "at most 106751 days";

    private static RetryPolicy.Builder retry() {
        return RetryPolicy.builder();
    }

    private static BreakerPolicy.Builder breaker() {
        return BreakerPolicy.builder();
    }

    private static RouteRule rule(Duration deadline, Path... paths) {
        return RouteRule.of(Priority.MEDIUM, deadline, paths);
    }

    static Stream<Arguments> invalid() {
        return Stream.of(
                refused("retry.maxAttempts: 0.0", "1.0 to 100.0", () -> retry().maxAttempts(0)),
                refused("retry.maxAttempts: 101.0", "1.0 to 100.0", () -> retry().maxAttempts(101)),
                refused("retry.firstPause: PT0S", POSITIVE, () -> retry().firstPause(NOTHING)),
                refused("retry.firstPause: " + FOREVER, COUNTABLE, () -> retry().firstPause(FOREVER)),
                refused("retry.maxPause: PT-1S", POSITIVE, () -> retry().maxPause(SECOND.negated())),
                refused("retry.maxPause: " + FOREVER, COUNTABLE, () -> retry().maxPause(FOREVER)),
                refused("retry.maxPause: PT5S", ">= retry.firstPause of PT6S", () -> retry().firstPause(
                                Duration.ofSeconds(6))
                        .build()),
                refused("retry.attemptShare: 0.09", "0.1 to 1.0", () -> retry().attemptShare(0.09)),
                refused("retry.attemptShare: 1.01", "0.1 to 1.0", () -> retry().attemptShare(1.01)),
                refused("retry.attemptShare: NaN", "0.1 to 1.0", () -> retry().attemptShare(Double.NaN)),
                refused("breaker.failures: 0", ">= 1", () -> breaker().failures(0)),
                refused("breaker.window: 0.0", "1.0 to 1000.0", () -> breaker().window(0)),
                refused("breaker.window: 1001.0", "1.0 to 1000.0", () -> breaker()
                        .window(1_001)),
                refused("breaker.window: 100", ">= breaker.failures of 101", () -> breaker()
                        .failures(101)
                        .build()),
                refused("breaker.inARow: 0", ">= 1", () -> breaker().inARow(0)),
                refused("breaker.probes: 0", ">= 1", () -> breaker().probes(0)),
                refused("breaker.probation: PT0S", POSITIVE, () -> breaker().probation(NOTHING)),
                refused("breaker.probation: " + FOREVER, COUNTABLE, () -> breaker()
                        .probation(FOREVER)),
                refused("breaker.maxProbation: PT0S", POSITIVE, () -> breaker().maxProbation(NOTHING)),
                refused("breaker.maxProbation: PT1S", ">= breaker.probation of PT5S", () -> breaker()
                        .maxProbation(SECOND)
                        .build()),
                refused("breaker.recheck: PT0S", POSITIVE, () -> breaker().recheck(NOTHING)),
                refused("breaker.recheck: " + FOREVER, COUNTABLE, () -> breaker()
                        .recheck(FOREVER)),
                refused("attemptBudget.ratio: -0.1", "0.0 to 1.0", () -> new AttemptBudgetPolicy(-0.1, 0, 0)),
                refused("attemptBudget.ratio: NaN", "0.0 to 1.0", () -> new AttemptBudgetPolicy(Double.NaN, 0, 0)),
                refused("attemptBudget.perSecond: -1.0", "0.0 to 1000.0", () -> new AttemptBudgetPolicy(0, -1, 0)),
                refused("attemptBudget.perSecond: 1001.0", "0.0 to 1000.0", () -> new AttemptBudgetPolicy(0, 1001, 0)),
                refused("attemptBudget.burst: -1.0", "0.0 to 1000000.0", () -> new AttemptBudgetPolicy(0, 0, -1)),
                refused("rule.deadline: PT0S", POSITIVE, () -> rule(NOTHING, Path.DIRECT)),
                refused("rule.deadline: " + FOREVER, COUNTABLE, () -> rule(FOREVER, Path.DIRECT)),
                refused("rule.paths: empty", "at least one element", () -> rule(SECOND)),
                refused(
                        "rule.paths: [DIRECT, DIRECT]",
                        "each path once",
                        () -> rule(SECOND, Path.DIRECT, Path.DIRECT)));
    }

    private static Arguments refused(String given, String expected, ThrowingCallable set) {
        return arguments(given, expected, set);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("invalid")
    void value_whenOutOfRange_isRefusedWithFieldAndFix(String given, String expected, ThrowingCallable set) {
        assertThatIllegalArgumentException().isThrownBy(set).withMessage(given + " (expected: " + expected + ")");
    }

    @SuppressWarnings("NullAway") // what policies say of null
    static Stream<Arguments> nulls() {
        RouteMatrix.Builder matrix = RouteMatrix.defaults().toBuilder();
        return Stream.of(
                missing("retry.firstPause", () -> retry().firstPause(null)),
                missing("retry.maxPause", () -> retry().maxPause(null)),
                missing("breaker.probation", () -> breaker().probation(null)),
                missing("breaker.maxProbation", () -> breaker().maxProbation(null)),
                missing("breaker.recheck", () -> breaker().recheck(null)),
                missing("rule.priority", () -> RouteRule.of(null, SECOND, Path.DIRECT)),
                missing("rule.deadline", () -> rule(null, Path.DIRECT)),
                missing("rule.paths", () -> new RouteRule(Priority.LOW, SECOND, null)),
                missing("rule.paths[]", () -> rule(SECOND, (Path) null)),
                missing("matrix.operation", () -> matrix.rule(null, rule(SECOND, Path.DIRECT))),
                missing("matrix.rule", () -> matrix.rule(OperationType.STANDARD, null)));
    }

    private static Arguments missing(String field, ThrowingCallable set) {
        return arguments(field, set);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nulls")
    void value_whenNull_isRefusedWithTheField(String field, ThrowingCallable set) {
        assertThatNullPointerException().isThrownBy(set).withMessage(field + ": null (expected: a value)");
    }

    @Test
    void boundsThemselves_areAllowed() {
        assertThat(retry().maxAttempts(1).attemptShare(0.1).build().maxAttempts())
                .isEqualTo(1);
        assertThat(retry().maxAttempts(100).attemptShare(1).build().attemptShare())
                .isEqualTo(1);
        assertThat(retry().firstPause(SECOND).maxPause(SECOND).build().maxPause())
                .isEqualTo(SECOND);
        assertThat(breaker().failures(1).window(1).probes(1).build().window()).isEqualTo(1);
        assertThat(breaker().failures(1_000).window(1_000).build().failures()).isEqualTo(1_000);
        assertThat(breaker().probation(SECOND).maxProbation(SECOND).build().maxProbation())
                .isEqualTo(SECOND);
        assertThat(new AttemptBudgetPolicy(1, 1_000, 1_000_000).burst()).isEqualTo(1_000_000);
        assertThat(rule(Duration.ofDays(106_751), Path.MCP).deadline()).isEqualTo(Duration.ofDays(106_751));
    }

    @Test
    void retryPolicy_unlessSet_isAsDocumented() {
        RetryPolicy policy = RetryPolicy.defaults();

        assertThat(policy.maxAttempts()).isEqualTo(4);
        assertThat(policy.firstPause()).isEqualTo(Duration.ofMillis(200));
        assertThat(policy.maxPause()).isEqualTo(Duration.ofSeconds(5));
        assertThat(policy.attemptShare()).isEqualTo(0.67);
    }

    @Test
    void retryPolicy_toBuilder_keepsWhatIsNotSetAgain() {
        RetryPolicy policy = retry().maxAttempts(7)
                .firstPause(SECOND)
                .maxPause(Duration.ofSeconds(9))
                .attemptShare(0.5)
                .build();

        RetryPolicy changed = policy.toBuilder().maxAttempts(2).build();

        assertThat(changed.maxAttempts()).isEqualTo(2);
        assertThat(changed.firstPause()).isEqualTo(SECOND);
        assertThat(changed.maxPause()).isEqualTo(Duration.ofSeconds(9));
        assertThat(changed.attemptShare()).isEqualTo(0.5);
        assertThat(policy.maxAttempts()).isEqualTo(7);
    }

    @Test
    void breakerPolicy_unlessSet_isAsDocumented() {
        BreakerPolicy policy = BreakerPolicy.defaults();

        assertThat(policy.failures()).isEqualTo(50);
        assertThat(policy.window()).isEqualTo(100);
        assertThat(policy.inARow()).isEqualTo(5);
        assertThat(policy.probes()).isEqualTo(2);
        assertThat(policy.probation()).isEqualTo(Duration.ofSeconds(5));
        assertThat(policy.maxProbation()).isEqualTo(Duration.ofSeconds(60));
        assertThat(policy.recheck()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void attemptBudgetPolicy_unlessSet_isAsDocumented() {
        assertThat(AttemptBudgetPolicy.defaults()).isEqualTo(new AttemptBudgetPolicy(0.2, 10, 1_000));
    }

    @Test
    void routeMatrix_whenItDoesNotKnowTheOperation_hasTheStandardRule() {
        RouteRule rule = rule(SECOND, Path.MCP);
        OperationType made = new OperationType("MADE_UP");

        RouteMatrix matrix = RouteMatrix.defaults().toBuilder()
                .rule(OperationType.STANDARD, rule)
                .build();

        assertThat(matrix.knows(made)).isFalse();
        assertThat(matrix.rule(made)).isEqualTo(rule);
    }

    @Test
    void routeMatrix_whenItsBuilderGoesOn_staysAsItIs() {
        OperationType made = new OperationType("MADE_UP");
        RouteMatrix.Builder builder = RouteMatrix.defaults().toBuilder();
        RouteMatrix before = builder.build();

        RouteMatrix after = builder.rule(made, rule(SECOND, Path.MCP)).build();

        assertThat(before.knows(made)).isFalse();
        assertThat(RouteMatrix.defaults().knows(made)).isFalse();
        assertThat(after.rule(made).paths()).containsExactly(Path.MCP);
    }

    @Test
    void routeRule_whenItsListChanges_staysAsItIs() {
        List<Path> paths = new ArrayList<>(List.of(Path.DIRECT));
        RouteRule rule = new RouteRule(Priority.LOW, SECOND, paths);

        paths.add(Path.MCP);

        assertThat(rule.paths()).containsExactly(Path.DIRECT);
    }
}
