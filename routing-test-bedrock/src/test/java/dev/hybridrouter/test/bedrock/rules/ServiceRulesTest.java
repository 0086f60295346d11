package dev.hybridrouter.test.bedrock.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule refuses what breaks it, and nothing else. */
class ServiceRulesTest {
    private static final String CHAT = "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Hi\"}]}]}";

    static List<RuleCase> cases() {
        return RuleCases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void refusal_whenNothingIsBroken_isNone(RuleCase broken) {
        assertThat(ServiceRules.refusal(broken.good())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void refusal_whenOneThingIsChanged_namesRuleAndMember(RuleCase broken) {
        Refusal refusal = broken.refusal().orElseThrow();

        assertThat(refusal.rule()).as(refusal.message()).isEqualTo(broken.rule());
        assertThat(refusal.message()).contains(broken.named());
        assertThat(refusal.status()).isBetween(400, 499);
    }

    @Test
    void rules_areAllBrokenByACase() {
        Set<String> broken = Stream.concat(
                        cases().stream().map(RuleCase::rule), Stream.of("path.resource", "body.content-type"))
                .collect(Collectors.toSet());

        assertThat(ServiceRules.all())
                .extracting(ServiceRule::id)
                .doesNotHaveDuplicates()
                .hasSameElementsAs(broken);
        assertThat(ServiceRules.all()).allSatisfy(rule -> assertThat(rule.toString())
                .contains(rule.id(), rule.statement(), rule.source())
                .doesNotContain("\n"));
    }

    @Test
    void refusal_whenShapeIsWrongTwice_countsBoth() {
        String body = CHAT.replace("\"user\"", "\"admin\"")
                .replace("{\"messages\"", "{\"inferenceConfig\":{\"topP\":2},\"messages\"");

        Refusal refusal =
                ServiceRules.refusal(converse(RuleCase.UNKNOWN, "", body)).orElseThrow();

        assertThat(refusal.message())
                .isEqualTo(
                        "2 validation errors detected: Value at 'messages.1.member.role' failed to satisfy constraint: Member"
                                + " must satisfy enum value set: [user, assistant, system]; Value at 'inferenceConfig.topP' failed to"
                                + " satisfy constraint: Member must have value less than or equal to 1");
        assertThat(refusal.type()).isEqualTo("ValidationException");
    }

    @Test
    void refusal_whenMembersAreUnknownOrNull_isNone() {
        String body = CHAT.replace("{\"messages\"", "{\"invented\":1,\"system\":null,\"messages\"");

        assertThat(ServiceRules.refusal(converse(RuleCase.CLAUDE, "application/json; charset=utf-8", body)))
                .isEmpty();
    }

    @Test
    void refusal_whenThePromptIsManaged_needsNoMessages() {
        assertThat(ServiceRules.refusal(
                        converse("arn:aws:bedrock:eu-west-1:123456789012:prompt/ABCDEFGHIJ:1", "", "{}")))
                .isEmpty();
    }

    @Test
    void refusal_whenTheBodyIsOfAnotherType_isUnsupported() {
        Refusal refusal = ServiceRules.refusal(converse(RuleCase.CLAUDE, "text/plain", CHAT))
                .orElseThrow();

        assertThat(refusal.rule()).isEqualTo("body.content-type");
        assertThat(refusal.status()).isEqualTo(415);
        assertThat(refusal.type()).isEqualTo("UnsupportedMediaTypeException");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "model+1", "arn:aws:s3:::bucket/key"})
    void refusal_whenTheModelCannotBe_namesThePath(String model) {
        Refusal refusal = ServiceRules.refusal(converse(model, "", CHAT)).orElseThrow();

        assertThat(refusal.rule()).isEqualTo("path.resource");
        assertThat(refusal.message()).contains("'modelId'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gr_1:3", "gr1:latest", "gr1:0"})
    void refusal_whenTheGuardrailCannotBe_namesThePath(String guardrail) {
        String body = "{\"source\":\"INPUT\",\"content\":[]}";
        Refusal refusal = ServiceRules.refusal(new ServiceCall(RequestKind.APPLY_GUARDRAIL, guardrail, "", body))
                .orElseThrow();

        assertThat(refusal.rule()).isEqualTo("path.resource");
        assertThat(refusal.message()).contains("'guardrail");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "anthropic.claude-3-haiku-20240307-v1:0",
                "global.anthropic.claude-sonnet-4-5-20250929-v1:0",
                "arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/a1b2c3",
                "arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/amazon.nova-pro-v1:0",
                "my_imported-model"
            })
    void refusal_whenTheModelCanBe_isNone(String model) {
        assertThat(ServiceRules.refusal(converse(model, "", CHAT))).isEmpty();
    }

    private static ServiceCall converse(String model, String contentType, String body) {
        return new ServiceCall(RequestKind.CONVERSE, model, contentType, body);
    }
}
