package dev.hybridrouter.api.target;

import static dev.hybridrouter.api.internal.BadValue.absent;
import static dev.hybridrouter.api.internal.BadValue.blank;
import static dev.hybridrouter.api.internal.BadValue.misnamed;
import static dev.hybridrouter.api.internal.BadValue.misnomer;
import static dev.hybridrouter.api.internal.BadValue.misplaced;
import static dev.hybridrouter.api.internal.BadValue.none;
import static dev.hybridrouter.api.internal.BadValue.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.internal.BadValue;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What targets, destinations and names refuse, and how they say so. */
class TargetValidationTest {
    private static final LocalDate DAY = LocalDate.of(2026, 1, 31);
    private static final Set<String> FRANKFURT = Set.of("eu-central-1");

    private static Target.Builder target() {
        return Target.builder("fast", "bedrock", "model-1");
    }

    @ParameterizedTest
    @MethodSource({"identities", "settings", "numbers", "names"})
    void construct_whenValueIsBad_namesFieldAndFix(BadValue bad) {
        bad.check();
    }

    static Stream<BadValue> identities() {
        return Stream.of(
                misnamed("target.id", () -> Target.builder(misnomer(), "bedrock", "model-1")),
                absent("target.id", () -> Target.builder(none(), "bedrock", "model-1")),
                misnamed("target.provider", () -> Target.builder("fast", misnomer(), "model-1")),
                absent("target.provider", () -> Target.builder("fast", none(), "model-1")),
                blank("target.model", () -> Target.builder("fast", "bedrock", "  ")),
                absent("target.model", () -> Target.builder("fast", "bedrock", none())));
    }

    static Stream<BadValue> settings() {
        return Stream.of(
                misplaced("target.region", () -> target().region(misnomer())),
                absent("target.region", () -> target().region(none())),
                absent("target.path", () -> target().path(none())),
                absent("target.capabilities", () -> target().capabilities(none())),
                absent("target.capabilities[]", () -> target().capabilities(Collections.singleton(none()))),
                absent("target.price", () -> target().price(none())),
                absent("target.tariff", () -> target().tariff(none())),
                absent("target.destinations", () -> target().destinations(none())),
                absent("target.retention", () -> target().retention(none())),
                absent("target.attemptTimeout", () -> target().attemptTimeout(none())));
    }

    static Stream<BadValue> numbers() {
        return Stream.of(
                refused(
                        "target.contextWindow is zero",
                        () -> target().contextWindow(0),
                        "target.contextWindow: 0 (expected: >= 1)"),
                refused(
                        "target.retention is negative",
                        () -> target().retention(Duration.ofDays(-1)),
                        "target.retention: PT-24H (expected: zero or longer)"),
                refused(
                        "target.weight is negative",
                        () -> target().weight(-0.5),
                        "target.weight: -0.5 (expected: 0.0 to 1000000.0)"),
                refused(
                        "target.weight is not a number",
                        () -> target().weight(Double.NaN),
                        "target.weight: NaN (expected: 0.0 to 1000000.0)"),
                refused(
                        "target.weight is infinite",
                        () -> target().weight(Double.POSITIVE_INFINITY),
                        "target.weight: Infinity (expected: 0.0 to 1000000.0)"),
                refused(
                        "target.attemptTimeout is zero",
                        () -> target().attemptTimeout(Duration.ZERO),
                        "target.attemptTimeout: PT0S (expected: longer than zero)"),
                refused(
                        "target.attemptTimeout is negative",
                        () -> target().attemptTimeout(Duration.ofNanos(-1)),
                        "target.attemptTimeout: PT-0.000000001S (expected: longer than zero)"),
                refused(
                        "target.attemptTimeout does not fit into nanoseconds",
                        () -> target().attemptTimeout(ChronoUnit.FOREVER.getDuration()),
                        "target.attemptTimeout: PT2562047788015215H30M7.999999999S"
                                + " (expected: at most 106751 days)"));
    }

    static Stream<BadValue> names() {
        return Stream.of(
                misnamed("path.name", () -> new Path(misnomer())),
                absent("path.name", () -> new Path(none())),
                absent("destinations.regions", () -> new Destinations(none(), DAY, "operations")),
                absent(
                        "destinations.regions[]",
                        () -> new Destinations(Collections.singleton(none()), DAY, "operations")),
                misplaced("destinations.regions[]", () -> new Destinations(Set.of(misnomer()), DAY, "operations")),
                refused(
                        "destinations.regions is empty",
                        () -> new Destinations(Set.of(), DAY, "operations"),
                        "destinations.regions: empty (expected: at least one region; leave it unset if unknown)"),
                absent("destinations.asOf", () -> new Destinations(FRANKFURT, none(), "operations")),
                blank("destinations.evidence", () -> new Destinations(FRANKFURT, DAY, "")),
                absent("destinations.evidence", () -> new Destinations(FRANKFURT, DAY, none())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "7", "eu.anthropic.claude:0", "team/fast@eu-central-1", "A_b-c.d"})
    void targetId_whenWellFormed_isKept(String name) {
        assertThat(new TargetId(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " a", "-a", ".a", "a\n", "a,b", "ä", "a#b"})
    void targetId_whenMalformed_isQuoted(String name) {
        misnamedAs(name).check();
    }

    private static BadValue misnamedAs(String name) {
        return refused(
                "target.id",
                () -> new TargetId(name),
                "target.id: \"" + name
                        + "\" (expected: 1 to 256 of A-Z a-z 0-9 . _ : / @ -, starting with a letter or digit)");
    }

    @Test
    void targetId_whenAtTheLengthLimit_isKeptAndOneMoreIsRefused() {
        assertThat(new TargetId("x".repeat(256)).value()).hasSize(256);
        misnamedAs("x".repeat(257)).check();
    }

    @Test
    void build_whenNothingIsSet_knowsNothingThatWasNotDeclared() {
        Target target = target().build();

        assertThat(target.capabilities()).containsExactlyInAnyOrder(Capability.STREAMING, Capability.SYSTEM_TEXT);
        assertThat(target.path()).isEqualTo(Path.DIRECT);
        assertThat(target.weight()).isEqualTo(1);
        assertThat(target.contextWindow()).isEmpty();
        assertThat(target.region()).isEmpty();
        assertThat(target.tariff()).isEmpty();
        assertThat(target.handling().destinations()).isEmpty();
        assertThat(target.handling().retention()).isEmpty();
        assertThat(target.attemptTimeout()).isEmpty();
    }

    @Test
    void build_whenValuesAreAtTheirBounds_keepsThem() {
        Target target =
                target().weight(0).contextWindow(1).retention(Duration.ZERO).build();

        assertThat(target.weight()).isZero();
        assertThat(target.contextWindow()).isEqualTo(OptionalLong.of(1));
        assertThat(target.handling().retention()).isEqualTo(Optional.of(Duration.ZERO));
        assertThat(target().weight(1_000_000).build().weight()).isEqualTo(1_000_000);
    }

    @Test
    void retention_whenForever_isKept() {
        Duration forever = ChronoUnit.FOREVER.getDuration();

        assertThat(target().retention(forever).build().handling().retention()).contains(forever);
    }

    @Test
    void toBuilder_whenUnchanged_keepsEveryValue() {
        Target target = target().region("eu-central-1")
                .path(Path.MCP)
                .capabilities(Set.of(Capability.TOOLS))
                .contextWindow(200_000)
                .price(TokenPrice.perMillion("3", "15"))
                .destinations(new Destinations(FRANKFURT, DAY, "operations"))
                .retention(Duration.ofDays(30))
                .weight(2.5)
                .attemptTimeout(Duration.ofSeconds(9))
                .build();

        assertThat(target.toBuilder().build()).usingRecursiveComparison().isEqualTo(target);
        assertThat(target).hasToString("Target[fast, MCP, bedrock, model-1, eu-central-1]");
    }
}
