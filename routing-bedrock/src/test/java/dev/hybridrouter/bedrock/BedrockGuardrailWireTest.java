package dev.hybridrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.spi.guard.GuardFinding;
import dev.hybridrouter.spi.guard.GuardInput;
import dev.hybridrouter.spi.guard.GuardInput.Direction;
import dev.hybridrouter.spi.guard.GuardPiece;
import dev.hybridrouter.spi.guard.GuardPiece.Kind;
import dev.hybridrouter.spi.guard.GuardReport;
import dev.hybridrouter.spi.guard.GuardVerdict;
import dev.hybridrouter.test.bedrock.BedrockEmulator;
import dev.hybridrouter.test.bedrock.Fault;
import dev.hybridrouter.test.bedrock.GuardrailReply;
import dev.hybridrouter.test.bedrock.Operation;
import dev.hybridrouter.test.bedrock.RecordedRequest;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** Asking a guardrail over the wire. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BedrockGuardrailWireTest {
    private static final String GUARDRAIL = "gr4xk2abcdef:3";
    private static final String SECRET = "canary";
    private static final String MASKED_EMAIL = """
            [{"sensitiveInformationPolicy":{"piiEntities":[
              {"type":"EMAIL","match":"canary@example.com","action":"ANONYMIZED","detected":true}],"regexes":[]}}]""";
    private static final String BLOCKED_TOPIC = """
            [{"topicPolicy":{"topics":[{"name":"canary advice","type":"DENY","action":"BLOCKED","detected":true}]},
              "contentPolicy":{"filters":[{"type":"VIOLENCE","confidence":"LOW","action":"NONE","detected":false}]}}]""";
    private static final GuardrailPrices PRICES = new GuardrailPrices(Map.of(
            GuardrailPolicy.CONTENT, Money.usd("0.15"),
            GuardrailPolicy.SENSITIVE_INFORMATION, Money.usd("0.10"),
            GuardrailPolicy.WORDS, Money.ZERO));

    private final BedrockEmulator emulator = BedrockEmulator.start();
    private final BedrockAdapter adapter = Adapters.sharing(emulator);
    private final BedrockGuardrail guard = builder().prices(PRICES).build();

    private BedrockGuardrail.Builder builder() {
        return BedrockGuardrail.builder(adapter, Adapters.REGION, "gr4xk2abcdef", "3");
    }

    @BeforeEach
    void reset() {
        emulator.reset();
    }

    @AfterAll
    void close() {
        adapter.close();
        emulator.close();
    }

    private static GuardInput input(Direction direction, GuardPiece... pieces) {
        return new GuardInput(direction, Arrays.asList(pieces), 0, RequestContext.defaults(), Duration.ofMinutes(2));
    }

    private static GuardInput asking(String... texts) {
        return input(
                Direction.REQUEST,
                Stream.of(texts).map(text -> new GuardPiece(Kind.USER, text)).toArray(GuardPiece[]::new));
    }

    private GuardReport ask(GuardrailReply reply, GuardInput input) {
        emulator.on(GUARDRAIL).reply(reply);
        return guard.inspect(input).join();
    }

    private GuardVerdict verdict(GuardrailReply reply, GuardInput input) {
        return ask(reply, input).verdict();
    }

    @Test
    void request_holdsOneBlockForEachText_andGoesToTheVersion() {
        guard.inspect(asking("one", " ", "two")).join();
        RecordedRequest sent = emulator.requests().get(0);
        assertThat(sent.operation()).isEqualTo(Operation.APPLY_GUARDRAIL);
        assertThat(sent.modelId()).isEqualTo(GUARDRAIL);
        assertThat(JsonNode.parser().parse(sent.body()))
                .isEqualTo(JsonNode.parser().parse("""
                {"source":"INPUT","content":[{"text":{"text":"one"}},{"text":{"text":"two"}}]}"""));
    }

    @Test
    void answers_areSentAsOutput() {
        guard.inspect(input(Direction.RESPONSE, new GuardPiece(Kind.ASSISTANT, "well")))
                .join();
        assertThat(emulator.requests().get(0).body()).contains("\"source\":\"OUTPUT\"");
    }

    @Test
    void nothingToInspect_isNotSent_andCostsNothing() {
        GuardReport report = guard.inspect(asking("", "  ")).join();
        assertThat(report.verdict()).isSameAs(GuardVerdict.pass());
        assertThat(report.cost()).contains(Money.ZERO);
        assertThat(emulator.requestCount()).isZero();
    }

    @Test
    void nothingFound_passes() {
        assertThat(verdict(GuardrailReply.passing(), asking("one"))).isSameAs(GuardVerdict.pass());
    }

    @Test
    void detection_isATag() {
        GuardrailReply detected = GuardrailReply.passing().assessments(MASKED_EMAIL.replace("ANONYMIZED", "NONE"));
        assertThat(verdict(detected, asking(SECRET)))
                .isEqualTo(new GuardVerdict.Tag(List.of(new GuardFinding("EMAIL", Kind.USER, 1))));
    }

    @Test
    void masks_replaceTextByText_andBlankOnesStay() {
        GuardrailReply masked = GuardrailReply.intervened("To {EMAIL}", "two").assessments(MASKED_EMAIL);
        assertThat(verdict(masked, asking("To canary@example.com", " ", "two")))
                .isInstanceOfSatisfying(GuardVerdict.Replace.class, replace -> {
                    assertThat(replace.pieces()).containsExactly("To {EMAIL}", " ", "two");
                    assertThat(replace.findings()).containsExactly(new GuardFinding("EMAIL", Kind.UNKNOWN, 1));
                });
    }

    @Test
    void block_denies_withTheCategoryOnly() {
        GuardVerdict verdict = verdict(GuardrailReply.intervened("Sorry.").assessments(BLOCKED_TOPIC), asking(SECRET));
        assertThat(verdict).isInstanceOfSatisfying(GuardVerdict.Block.class, block -> assertThat(block.category())
                .isEqualTo("TOPIC"));
        assertThat(verdict.toString()).doesNotContain(SECRET);
        assertThat(verdict.findings()).hasSize(1);
    }

    static Stream<Arguments> unclear() {
        return Stream.of(
                arguments("no reason", GuardrailReply.intervened("Sorry."), asking("one")),
                arguments(
                        "fewer masks than texts",
                        GuardrailReply.intervened("one {EMAIL}").assessments(MASKED_EMAIL),
                        asking("one", "two")),
                arguments(
                        "more masks than texts",
                        GuardrailReply.intervened("one", "two").assessments(MASKED_EMAIL),
                        asking("one")),
                arguments("unknown action", GuardrailReply.passing().action("FUTURE"), asking("one")),
                arguments(
                        "masks that break JSON",
                        GuardrailReply.intervened("{\"card\":{CARD}}").assessments(MASKED_EMAIL),
                        input(Direction.REQUEST, new GuardPiece(Kind.TOOL_INPUT, "{\"card\":4111}"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void unclear(String what, GuardrailReply reply, GuardInput input) {
        assertThat(verdict(reply, input)).as(what).isInstanceOfSatisfying(GuardVerdict.Block.class, block -> assertThat(
                        block.category())
                .isEqualTo("GUARDRAIL_UNCLEAR"));
    }

    @Test
    void cost_isUnitsTimesPrice() {
        GuardrailReply reply = GuardrailReply.passing()
                .units("contentPolicyUnits", 3)
                .units("sensitiveInformationPolicyUnits", 2)
                .units("sensitiveInformationPolicyFreeUnits", 9)
                .units("wordPolicyUnits", 3);
        assertThat(ask(reply, asking("x")).cost()).contains(Money.usd("0.00065"));
    }

    @Test
    void ceiling_isNeverBelowTheCost() {
        GuardInput input = asking("a".repeat(1_001), "b");
        assertThat(guard.ceiling(input)).contains(Money.usd("0.00075"));
        assertThat(guard.inspect(input).join().cost().orElseThrow())
                .isLessThanOrEqualTo(guard.ceiling(input).orElseThrow());
    }

    @Test
    void missingPrice_isUnpriced_neverZero() {
        assertThat(ask(GuardrailReply.passing().units("topicPolicyUnits", 1), asking("x"))
                        .cost())
                .isEmpty();
        BedrockGuardrail unpriced = builder().build();
        assertThat(unpriced.ceiling(asking("x"))).isEmpty();
        assertThat(unpriced.inspect(asking("x")).join().cost()).isEmpty();
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                arguments(Fault.throttled(), FailureKind.THROTTLED),
                arguments(Fault.accessDenied(), FailureKind.AUTH),
                arguments(Fault.quotaExceeded(), FailureKind.QUOTA_EXCEEDED),
                arguments(Fault.internalServerError(), FailureKind.SERVER_ERROR),
                arguments(Fault.malformedJson(), FailureKind.MALFORMED_RESPONSE));
    }

    /** The SDK's retries are off here as well: one attempt, one call. */
    @ParameterizedTest
    @MethodSource("faults")
    void fault_isAFailureWithItsKind_afterOneCall(Fault fault, FailureKind kind) {
        emulator.on(GUARDRAIL).reply(fault);
        assertThat(Calls.failure(() -> guard.inspect(asking("x"))).kind()).isEqualTo(kind);
        assertThat(emulator.requestCount()).isEqualTo(1);
    }

    @Test
    void cancelledInspection_isAbortedOnTheWire() throws InterruptedException {
        emulator.on(GUARDRAIL).reply(Fault.hang());
        var inspection = guard.inspect(asking("x"));
        assertThat(emulator.awaitRequests(1, Duration.ofMinutes(2))).isTrue();
        inspection.cancel(true);
        assertThat(emulator.awaitIdle(Duration.ofMinutes(2))).isTrue();
    }

    @Test
    void residencyAndRetention_areWhatTheHostDeclares_elseUnknown() {
        assertThat(guard.handling().destinations()).isEmpty();
        assertThat(guard.handling().retention()).isEmpty();
        Destinations profile = new Destinations(
                Set.of("eu-central-1", "eu-west-1"), LocalDate.of(2026, 11, 1), "members of eu.guardrail.v1:0");
        BedrockGuardrail declared = builder()
                .id("eu")
                .destinations(profile)
                .retention(Duration.ZERO)
                .build();
        assertThat(declared.id()).isEqualTo("eu");
        assertThat(declared.handling().destinations()).contains(profile);
        assertThat(declared.handling().retention()).contains(Duration.ZERO);
    }

    @Test
    void regionWithoutClient_orOfAnotherArn_isRefused() {
        assertThatThrownBy(() -> BedrockGuardrail.builder(adapter, "eu-west-3", "gr4xk2abcdef", "1"))
                .hasMessage("guardrail.region: eu-west-3 (expected: one of [eu-central-1])");
        String arn = "arn:aws:bedrock:us-east-1:123456789012:guardrail/gr4xk2abcdef";
        assertThatThrownBy(() -> BedrockGuardrail.builder(adapter, Adapters.REGION, arn, "1"))
                .hasMessage("guardrail.region: eu-central-1 (expected: us-east-1, the region of the guardrail's ARN)");
    }

    @Test
    void arn_isSentWhole() {
        String arn = "arn:aws:bedrock:eu-central-1:123456789012:guardrail/gr4xk2abcdef";
        BedrockGuardrail.builder(adapter, Adapters.REGION, arn, "DRAFT")
                .build()
                .inspect(asking("x"))
                .join();
        assertThat(emulator.requests().get(0).modelId()).isEqualTo(arn + ":DRAFT");
    }
}
