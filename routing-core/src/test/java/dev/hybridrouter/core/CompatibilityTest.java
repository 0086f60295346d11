package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Message;
import dev.hybridrouter.api.decision.Adjustment;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.ReasoningOrigin;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.core.policy.TenantModels;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a target must be able to take, and a tenant be allowed, before anything is sent there. */
@ExtendWith(HybridRouterExtension.class)
class CompatibilityTest {
    private final ManualClock clock;
    private final ScriptedProvider provider;

    CompatibilityTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
    }

    private Target.Builder model(String name) {
        return Target.builder(name, provider.id(), "model-" + name).capabilities(Set.of(Capability.values()));
    }

    private HybridRouterBuilder over(Target.Builder... targets) {
        HybridRouterBuilder builder = Routers.over(clock, provider);
        for (Target.Builder target : targets) {
            builder.target(target.build());
        }
        return builder;
    }

    private Decision route(HybridRouter router, RouteRequest request) {
        var result = router.routeAsync(request);
        for (int seconds = 0; seconds < 60 && !result.isDone(); seconds++) {
            clock.advance(Duration.ofSeconds(1));
        }
        return result.join().decision();
    }

    private static RouteRequest of(String tenant) {
        return RouteRequest.of("hi").toBuilder()
                .context(RequestContext.builder().tenant(tenant).build())
                .build();
    }

    @ParameterizedTest
    @CsvSource({"6000, 1, true", "6000, 0, false", "5990, 2, false", "5990, 3, true", "60, 991, true", "60, 990, false"
    })
    void contextLength_refusesWhatIsCertainlyTooLong(int characters, int output, boolean tooLong) {
        HybridRouter router =
                over(model("small").contextWindow(1_000), model("unknown")).build();
        RouteRequest.Builder request = RouteRequest.builder().user("x".repeat(characters));
        RouteRequest whole =
                output == 0 ? request.build() : request.maxTokens(output).build();

        if (tooLong) {
            assertThat(router.explain(whole)).ranked("unknown").rejected("small", RejectionReason.CONTEXT_LENGTH);
        } else {
            assertThat(router.explain(whole)).ranked("small", "unknown");
        }
    }

    @Test
    void tenant_usesItsModelsAlone_inFallbacksToo() {
        provider.on("a").fail(FailureKind.UNAVAILABLE);
        HybridRouter router = over(model("a"), model("b"))
                .tenantModels(TenantModels.builder()
                        .tenant("acme", "model-a")
                        .tenant("banned")
                        .build())
                .build();

        assertThat(route(router, of("acme")))
                .failedWith(FailureKind.UNAVAILABLE)
                .rejected("b", RejectionReason.MODEL_NOT_ALLOWED)
                .neverTouched("b");
        assertThat(route(router, of("banned"))).isRejectedFor(RejectionReason.MODEL_NOT_ALLOWED);
        assertThat(route(router, of("stranger"))).isRejectedFor(RejectionReason.MODEL_NOT_ALLOWED);
        assertThat(provider.calls("b")).isEmpty();
    }

    @Test
    void models_matchWholeNamesOnly() {
        TenantModels models = TenantModels.builder()
                .tenant("acme", "model-a")
                .others("model-b")
                .build();

        assertThat(models.allows("acme", "model-a")).isTrue();
        assertThat(models.allows("acme", "model-ab")).isFalse();
        assertThat(models.allows("acme", "eu.model-a")).isFalse();
        assertThat(models.allows("acme", "model-b")).isFalse();
        assertThat(models.allows("other", "model-b")).isTrue();
        assertThat(TenantModels.builder().othersUseAll().build().allows("other", "any"))
                .isTrue();
        assertThat(models.toString()).doesNotContain("acme");
    }

    @Test
    void answerOfOneTenant_isNotGivenToOneThatMayNotHaveTheModel() {
        provider.onAny().reply("x");
        HybridRouter router = over(model("a"))
                .cache(CachePolicy.builder().build())
                .tenantModels(TenantModels.builder().tenant("acme", "model-a").build())
                .build();

        assertThat(route(router, of("acme"))).servedBy("a");
        assertThat(route(router, of("stranger"))).isRejectedFor(RejectionReason.MODEL_NOT_ALLOWED);
    }

    @Test
    void signedReasoning_goesToItsModelAlone() {
        provider.on("author").fail(FailureKind.UNAVAILABLE);
        provider.on("other").reply("x");
        HybridRouter router = over(model("author"), model("other")).build();
        RequestContext context = RequestContext.builder()
                .reasoningFrom(ReasoningOrigin.of(provider.id(), "model-author"))
                .build();
        RouteRequest plain = RouteRequest.of("hi").toBuilder().context(context).build();
        RouteRequest reasoned = RouteRequest.builder()
                .context(context)
                .user("hi")
                .message(Message.assistant(List.of(new Content.Reasoning("because", "signed"), Content.text("so"))))
                .user("go on")
                .build();

        assertThat(route(router, reasoned))
                .failedWith(FailureKind.UNAVAILABLE)
                .rejected("other", RejectionReason.FOREIGN_REASONING)
                .neverTouched("other");
        assertThat(route(router, plain)).servedBy("other");
    }

    @Test
    void signedReasoning_ofAnotherProviderIsForeignUnderTheSameName() {
        HybridRouter router = over(model("author")).build();
        RouteRequest reasoned = RouteRequest.builder()
                .context(RequestContext.builder()
                        .reasoningFrom(ReasoningOrigin.of("elsewhere", "model-author"))
                        .build())
                .user("hi")
                .message(Message.assistant(List.of(new Content.Reasoning("because", "signed"))))
                .user("go on")
                .build();

        assertThat(router.explain(reasoned)).rejected("author", RejectionReason.FOREIGN_REASONING);
    }

    @Test
    void signedReasoning_isLeftOutForOthers_whereItsCallerAllowsThat_andTheDecisionSaysSo() {
        provider.on("author").fail(FailureKind.UNAVAILABLE);
        provider.on("other").reply("x");
        HybridRouter router =
                over(model("author"), model("other").capabilities(Set.of())).build();
        RouteRequest reasoned = RouteRequest.builder()
                .context(RequestContext.builder()
                        .reasoningFrom(ReasoningOrigin.of(provider.id(), "model-author")
                                .orStripped())
                        .build())
                .user("hi")
                .message(Message.assistant(List.of(new Content.Reasoning("because", "signed"))))
                .message(Message.assistant(List.of(new Content.Reasoning("because", "signed"), Content.text("so"))))
                .user("go on")
                .build();

        Decision decision = route(router, reasoned);

        assertThat(decision).servedBy("other");
        assertThat(decision.adjustments())
                .containsExactly(
                        new Adjustment(Adjustment.Kind.REASONING_STRIPPED, "left out of what was sent to other"));
        assertThat(provider.calls("author").get(0).call().request().messages()).hasSize(4);
        assertThat(provider.calls("other").get(0).call().request().messages())
                .containsExactly(
                        Message.user("hi"), Message.assistant(List.of(Content.text("so"))), Message.user("go on"));
    }
}
