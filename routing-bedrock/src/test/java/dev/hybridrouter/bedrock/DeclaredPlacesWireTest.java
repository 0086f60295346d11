package dev.hybridrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.request.ProviderOptions;
import dev.hybridrouter.api.request.RegionSet;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.ResidencyRequirement;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Sharing;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.HybridRouterBuilder;
import dev.hybridrouter.core.PolicyControl;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.core.cache.SemanticPolicy;
import dev.hybridrouter.core.policy.GuardPolicy;
import dev.hybridrouter.core.policy.RoutingPolicy;
import dev.hybridrouter.test.RouterAssertions;
import dev.hybridrouter.test.bedrock.BedrockEmulator;
import dev.hybridrouter.test.bedrock.Operation;
import dev.hybridrouter.test.bedrock.RecordedRequest;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That nothing of a request with a requirement leaves for a place that was only declared, as the wire shows. */
class DeclaredPlacesWireTest {
    private static final String VIRGINIA = "us-east-1";
    private static final Destinations FRANKFURT =
            Destinations.declared(LocalDate.of(2026, 11, 24), "test", Adapters.REGION);
    private static final RequestContext EU = RequestContext.builder()
            .residency(ResidencyRequirement.within(RegionSet.EU))
            .maxRetention(Duration.ZERO)
            .build();

    private final BedrockEmulator emulator = BedrockEmulator.start();
    private final BedrockAdapter adapter = BedrockAdapter.builder()
            .region(Adapters.REGION)
            .region(VIRGINIA)
            .endpoint(emulator.endpoint())
            .credentials(Adapters.CREDENTIALS)
            .httpClient(Adapters.HTTP)
            .build();

    @AfterEach
    void close() {
        adapter.close();
        emulator.close();
    }

    private static Target.Builder target() {
        return Target.builder("t", "bedrock", "anthropic.claude-sonnet-4-5-20250929-v1:0")
                .region(Adapters.REGION)
                .destinations(FRANKFURT)
                .retention(Duration.ZERO);
    }

    private static RouteResult route(BedrockAdapter by, Consumer<HybridRouterBuilder> change, RouteRequest request) {
        HybridRouterBuilder builder = HybridRouterBuilder.create().adapter(by).target(target().build());
        change.accept(builder);
        try (HybridRouter router = builder.build()) {
            return router.route(request);
        }
    }

    private static RouteRequest request(RequestContext context) {
        return RouteRequest.builder().user("hi").context(context).build();
    }

    private void assertNothingLeftFrankfurt() {
        assertThat(emulator.requests()).extracting(RecordedRequest::region).doesNotContain(VIRGINIA);
    }

    @Test
    void embedderCalledElsewhere_isNotAsked_whateverItsDestinations() {
        BedrockEmbedder embedder = BedrockEmbedder.builder(adapter, VIRGINIA, "amazon.titan-embed-text-v2:0")
                .destinations(FRANKFURT)
                .retention(Duration.ZERO)
                .build();
        CachePolicy cache = CachePolicy.builder()
                .semantic(SemanticPolicy.builder(embedder, 0.95)
                        .withoutErrorLimit()
                        .build())
                .build();

        RouteResult result = route(adapter, builder -> builder.cache(cache), request(EU));

        RouterAssertions.assertThat(result).servedBy("t");
        assertNothingLeftFrankfurt();
        route(
                adapter,
                builder -> builder.cache(cache),
                request(RequestContext.builder().build()));
        assertThat(emulator.requests())
                .as("without a requirement it is asked")
                .anyMatch(sent -> sent.operation() == Operation.INVOKE_MODEL);
    }

    @Test
    void guardrailCalledElsewhere_rejectsTheRequest_whateverItsDestinations() {
        BedrockGuardrail guardrail = BedrockGuardrail.builder(adapter, VIRGINIA, "gr4xk2abcdef", "3")
                .destinations(FRANKFURT)
                .retention(Duration.ZERO)
                .build();

        RouteResult result = route(adapter, builder -> builder.guards(GuardPolicy.of(guardrail)), request(EU));

        assertThat(result).isInstanceOf(RouteResult.Rejected.class);
        assertThat(emulator.requests()).isEmpty();
    }

    @Test
    void embedderOfAGeography_contradictsOneRegion() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BedrockEmbedder.builder(adapter, VIRGINIA, "us.cohere.embed-english-v3")
                        .destinations(FRANKFURT)
                        .build())
                .withMessageStartingWith("embedder.destinations: ");
    }

    @Test
    void redirectedClient_servesNoRequestWithARequirement() {
        System.setProperty("aws.endpointUrlBedrockRuntime", emulator.endpoint().toString());
        try (BedrockAdapter redirected = BedrockAdapter.builder()
                .region(Adapters.REGION)
                .credentials(Adapters.CREDENTIALS)
                .httpClient(Adapters.HTTP)
                .build()) {
            BedrockGuardrail guardrail = BedrockGuardrail.builder(redirected, Adapters.REGION, "gr4xk2abcdef", "3")
                    .destinations(FRANKFURT)
                    .retention(Duration.ZERO)
                    .build();
            RouteResult result = route(redirected, builder -> {}, request(EU));

            RouterAssertions.assertThat(result.decision()).rejected("t", RejectionReason.RESIDENCY);
            assertThat(guardrail.handling()).isEqualTo(Handling.unknown());
            assertThat(emulator.requests()).isEmpty();
            RouterAssertions.assertThat(route(
                            redirected,
                            builder -> {},
                            request(RequestContext.builder().build())))
                    .servedBy("t");
        } finally {
            System.clearProperty("aws.endpointUrlBedrockRuntime");
        }
    }

    @Test
    void renewal_isCheckedAsADeclarationIs() {
        PolicyControl control = PolicyControl.of(RoutingPolicy.defaults());
        Target profile = Target.builder("t", "bedrock", "eu.anthropic.claude-sonnet-4-5-20250929-v1:0")
                .region(Adapters.REGION)
                .destinations(Destinations.declared(LocalDate.EPOCH, "test", Adapters.REGION, "eu-west-1"))
                .build();
        try (HybridRouter router = HybridRouterBuilder.create()
                .adapter(adapter)
                .target(profile)
                .policies(control)
                .build()) {
            Handling narrower = Handling.builder().destinations(FRANKFURT).build();

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> control.renewHandling("t", narrower, "test", "narrower than can be"))
                    .withMessageStartingWith("target[t].destinations: [eu-central-1]");
            RouterAssertions.assertThat(router.route(request(RequestContext.builder()
                            .residency(ResidencyRequirement.within(RegionSet.EU))
                            .build())))
                    .servedBy("t");
        }
    }

    private static RouteRequest guarded(RequestContext context, Handling handling) {
        return request(context).toBuilder()
                .options(BedrockOptions.builder()
                        .guardrail(
                                BedrockOptions.Guardrail.of("gr4xk2abcdef", "3").handledAs(handling))
                        .build())
                .build();
    }

    @Test
    void guardrailOfTheRequest_hasToKeepToTheRequirementToo() {
        Handling inside = Handling.builder()
                .destinations(FRANKFURT)
                .retention(Duration.ZERO)
                .build();
        Handling across = inside.toBuilder()
                .destinations(Destinations.declared(LocalDate.EPOCH, "test", Adapters.REGION, "eu-west-2"))
                .build();
        RequestContext nothing = RequestContext.builder().build();

        RouterAssertions.assertThat(route(adapter, builder -> {}, guarded(EU, Handling.unknown()))
                        .decision())
                .rejected("t", RejectionReason.RESIDENCY);
        RouterAssertions.assertThat(
                        route(adapter, builder -> {}, guarded(EU, across)).decision())
                .rejected("t", RejectionReason.RESIDENCY);
        RouterAssertions.assertThat(route(
                                adapter,
                                builder -> {},
                                guarded(
                                        RequestContext.builder()
                                                .maxRetention(Duration.ZERO)
                                                .build(),
                                        Handling.unknown()))
                        .decision())
                .rejected("t", RejectionReason.RETENTION);
        assertThat(emulator.requests()).isEmpty();
        RouterAssertions.assertThat(route(adapter, builder -> {}, guarded(EU, inside)))
                .servedBy("t");
        RouterAssertions.assertThat(route(adapter, builder -> {}, guarded(nothing, Handling.unknown())))
                .servedBy("t");
    }

    private record Foreign() implements ProviderOptions {
        @Override
        public Optional<Handling> handling() {
            return Optional.of(Handling.unknown());
        }
    }

    @Test
    void optionsThatTheAdapterDoesNotRead_sendNothingAnywhere() {
        RouteRequest foreign = request(EU).toBuilder().options(new Foreign()).build();

        RouterAssertions.assertThat(route(adapter, builder -> {}, foreign)).servedBy("t");
    }

    /** AWS keeps all traffic of some models, and may share it, whatever is declared of them. */
    @ParameterizedTest
    @CsvSource({
        "anthropic.claude-fable-5-v1:0, NONE, MODEL_PROVIDER, PT720H",
        "arn:aws:bedrock:eu-central-1::foundation-model/anthropic.claude-fable-5-1, UNKNOWN, MODEL_PROVIDER, PT720H",
        "anthropic.claude-mythos-5, OPERATOR, OPERATOR, PT720H",
        "anthropic.claude-sonnet-4-5, NONE, NONE, PT0S",
        "openai.gpt-5, NONE, NONE, PT0S"
    })
    void modelThatKeepsAllTraffic_isNotTakenAsDeclared(String model, Sharing declared, Sharing known, Duration kept) {
        Target target = Target.builder("t", "bedrock", model)
                .region(Adapters.REGION)
                .handling(Handling.builder()
                        .destinations(FRANKFURT)
                        .retention(Duration.ZERO)
                        .sharing(declared)
                        .declared(LocalDate.EPOCH, "test")
                        .build())
                .build();

        Handling handling = adapter.handling(target).orElse(target.handling());

        assertThat(handling.sharing()).isEqualTo(known);
        assertThat(handling.retention()).contains(kept);
        try (HybridRouter router =
                HybridRouterBuilder.create().adapter(adapter).target(target).build()) {
            boolean refused = !kept.isZero();
            assertThat(router.route(request(EU)) instanceof RouteResult.Answered)
                    .isEqualTo(!refused);
        }
    }
}
