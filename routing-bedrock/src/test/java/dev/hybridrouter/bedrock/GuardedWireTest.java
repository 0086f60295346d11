package dev.hybridrouter.bedrock;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.StreamEvent;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.HybridRouterBuilder;
import dev.hybridrouter.core.policy.GuardPolicy;
import dev.hybridrouter.guard.PiiAction;
import dev.hybridrouter.guard.PiiClass;
import dev.hybridrouter.guard.PiiGuard;
import dev.hybridrouter.guard.PiiPolicy;
import dev.hybridrouter.test.StreamProbe;
import dev.hybridrouter.test.bedrock.BedrockEmulator;
import dev.hybridrouter.test.bedrock.GuardrailReply;
import dev.hybridrouter.test.bedrock.Operation;
import dev.hybridrouter.test.bedrock.RecordedRequest;
import dev.hybridrouter.test.bedrock.Reply;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes over the wire where guards stand before it. */
class GuardedWireTest {
    private static final String MODEL = "anthropic.claude-sonnet-4-5-20250929-v1:0";
    private static final String CARD = "4111 1111 1111 1111";
    private static final String IBAN = "DE89 3704 0044 0532 0130 00";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final BedrockEmulator emulator = BedrockEmulator.start();
    private final BedrockAdapter adapter = Adapters.sharing(emulator);
    private final PiiGuard pii = PiiGuard.of(PiiPolicy.builder()
            .onRequest(PiiClass.PAYMENT_CARD, PiiAction.BLOCK)
            .onRequest(PiiClass.IBAN, PiiAction.PLACEHOLDER)
            .onResponse(PiiClass.EMAIL, PiiAction.REDACT)
            .build());
    private final HybridRouter router = router(GuardPolicy.of(pii));

    private HybridRouter router(GuardPolicy guards) {
        return HybridRouterBuilder.create()
                .adapter(adapter)
                .target(Target.builder("a", adapter.id(), MODEL)
                        .region(Adapters.REGION)
                        .capabilities(Set.of(Capability.STREAMING))
                        .build())
                .guards(guards)
                .build();
    }

    @AfterEach
    void close() {
        router.close();
        emulator.close();
    }

    private static RouteResult stream(HybridRouter router, String text) {
        StreamProbe<StreamEvent> probe = StreamProbe.unbounded();
        router.stream(RouteRequest.of(text)).subscribe(probe);
        return probe.await(PATIENCE).events().stream()
                .filter(StreamEvent.Closed.class::isInstance)
                .map(event -> ((StreamEvent.Closed) event).result())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aDeniedRequest_sendsNoByte_andOpensNoConnection() {
        assertThat(router.route(RouteRequest.of("pay with " + CARD))).isRejectedFor(RejectionReason.GUARD);
        assertThat(stream(router, "pay with " + CARD)).isRejectedFor(RejectionReason.GUARD);

        assertThat(emulator.requestCount()).isZero();
        assertThat(emulator.openConnections()).isZero();
    }

    @Test
    void placeholders_goOverTheWire_andValuesComeBack() {
        emulator.on(MODEL).reply(Reply.text("I wrote down [IBAN_1] for you@example.com."));
        String expected = "I wrote down " + IBAN + " for [EMAIL].";

        assertThat(router.route(RouteRequest.of("my IBAN is " + IBAN))
                        .orElseThrow()
                        .text())
                .isEqualTo(expected);
        assertThat(stream(router, "my IBAN is " + IBAN).orElseThrow().text()).isEqualTo(expected);

        assertThat(emulator.requests())
                .hasSize(2)
                .extracting(RecordedRequest::body)
                .allSatisfy(body -> assertThat(body).contains("[IBAN_1]").doesNotContain("3704"));
    }

    @Test
    void aGuardrailOfBedrock_standsBeforeModels_andBehindThem() {
        BedrockGuardrail guardrail = BedrockGuardrail.builder(adapter, Adapters.REGION, "gr4xk2abcdef", "3")
                .build();
        HybridRouter guarded = router(GuardPolicy.of(guardrail).withTimeLimit(PATIENCE));
        emulator.on(MODEL).reply(Reply.text("hello"));
        assertThat(guarded.route(RouteRequest.of("hi")).orElseThrow().text()).isEqualTo("hello");
        assertThat(emulator.requests())
                .extracting(RecordedRequest::operation)
                .containsExactly(Operation.APPLY_GUARDRAIL, Operation.CONVERSE, Operation.APPLY_GUARDRAIL);

        emulator.on("gr4xk2abcdef:3")
                .sequence(
                        GuardrailReply.passing(),
                        GuardrailReply.intervened("no").assessments("""
                                [{"topicPolicy":{"topics":[{"name":"x","type":"DENY","action":"BLOCKED"}]}}]"""));
        assertThat(stream(guarded, "hi")).failedWith(FailureKind.GUARDRAIL_BLOCKED);
    }
}
