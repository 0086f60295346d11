package dev.hybridrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RegionSet;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.ResidencyRequirement;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.HybridRouterBuilder;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.RouterAssertions;
import dev.hybridrouter.test.bedrock.BedrockEmulator;
import dev.hybridrouter.test.bedrock.Fault;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrock.BedrockAsyncClient;

/** GetInferenceProfile over the wire: what it says decides, and what it does not say is unknown. */
class ProfileResolverTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String PROFILE = "eu.anthropic.claude-sonnet-4-5-20250929-v1:0";
    private static final String MODEL = "::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0";
    private static final ResidencyRequirement EU = ResidencyRequirement.within(RegionSet.EU);

    private final BedrockEmulator emulator = BedrockEmulator.start();
    private final ManualClock clock = ManualClock.create();
    private final BedrockAsyncClient client = BedrockAsyncClient.builder()
            .region(Region.of(Adapters.REGION))
            .endpointOverride(emulator.endpoint())
            .credentialsProvider(Adapters.CREDENTIALS)
            .httpClient(Adapters.HTTP)
            .build();
    private final ProfileResolver resolver =
            ProfileResolver.of(client).within(PATIENCE).datedBy(clock);

    @AfterEach
    void close() {
        client.close();
        emulator.close();
    }

    private static Target target(String model) {
        return Target.builder("sonnet", "bedrock", model)
                .region(Adapters.REGION)
                .build();
    }

    private static String in(String region) {
        return "arn:aws:bedrock:" + region + MODEL;
    }

    private static Destinations of(Target resolved) {
        return resolved.handling().destinations().orElseThrow();
    }

    private FailureKind failure(ProfileResolver asked, String model) {
        CompletionException thrown = Objects.requireNonNull(catchThrowableOfType(
                CompletionException.class, () -> asked.resolve(target(model)).join()));
        assertThat(thrown).hasCauseInstanceOf(ProviderException.class);
        return ((ProviderException) Objects.requireNonNull(thrown.getCause()))
                .failure()
                .kind();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PROFILE,
                "arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.anthropic.claude-sonnet-4-5-20250929-v1:0",
                "arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/a1b2c3d4e5f6"
            })
    void profile_hasTheRegionsOfItsModelsAndTheOneThatIsAsked(String model) {
        emulator.profile(model, in("eu-west-1"), in("eu-west-3"));

        Destinations destinations = of(resolver.resolve(target(model)).join());

        assertThat(destinations.regions()).containsExactlyInAnyOrder("eu-central-1", "eu-west-1", "eu-west-3");
        assertThat(destinations.evidence()).isEqualTo("GetInferenceProfile in eu-central-1");
        assertThat(destinations.asOf())
                .isEqualTo(clock.instant().atZone(ZoneOffset.UTC).toLocalDate());
    }

    @Test
    void prefixEu_doesNotHelpAProfileThatReachesLondon() {
        emulator.profile(PROFILE, in("eu-central-1"), in("eu-west-2"));
        Target declared = target(PROFILE).toBuilder()
                .destinations(Destinations.declared(RegionSet.EU.asOf(), "a hopeful person", "eu-central-1"))
                .build();

        Target resolved = resolver.resolve(declared).join();

        BedrockAdapter adapter = Adapters.sharing(emulator);
        try (HybridRouter router =
                HybridRouterBuilder.create().adapter(adapter).target(resolved).build()) {
            RouterAssertions.assertThat(router.route(request(EU)).decision())
                    .isRejectedFor(RejectionReason.RESIDENCY)
                    .neverTouched("sonnet");
            assertThat(emulator.requestCount()).as("the profile alone").isEqualTo(1);
            RouterAssertions.assertThat(
                            router.route(request(EU.and("eu-west-2"))).decision())
                    .servedBy("sonnet");
        }
    }

    private static RouteRequest request(ResidencyRequirement residency) {
        return RouteRequest.of("hi").toBuilder()
                .context(RequestContext.builder().residency(residency).build())
                .build();
    }

    @Test
    void unknownProfile_isNotFound() {
        assertThat(failure(resolver, "eu.unheard-of")).isEqualTo(FailureKind.MODEL_NOT_FOUND);
    }

    @Test
    void profileOfNoModel_isUnreadable() {
        emulator.profile(PROFILE);

        assertThat(failure(resolver, PROFILE)).isEqualTo(FailureKind.MALFORMED_RESPONSE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "anthropic.claude", "arn:aws:bedrock:::foundation-model/anthropic.claude"})
    void modelWithoutARegion_isUnreadable(String arn) {
        emulator.profile(PROFILE, in("eu-central-1"), arn);

        assertThat(failure(resolver, PROFILE)).isEqualTo(FailureKind.MALFORMED_RESPONSE);
    }

    @Test
    void globalProfile_isNotBelieved() {
        emulator.profile("global.anthropic.claude", in("eu-central-1"));

        assertThat(failure(resolver, "global.anthropic.claude")).isEqualTo(FailureKind.MALFORMED_RESPONSE);
    }

    @Test
    void silence_endsWithTheTimeLimit() {
        emulator.profile(PROFILE, Fault.hang());

        assertThat(failure(resolver.within(Duration.ofMillis(200)), PROFILE)).isEqualTo(FailureKind.TIMEOUT);
    }

    @Test
    void deniedAccess_isTold() {
        emulator.profile(PROFILE, Fault.error(403, "AccessDeniedException", "no"));

        assertThat(failure(resolver, PROFILE)).isEqualTo(FailureKind.AUTH);
    }

    @Test
    void regionWithoutAClient_isRefusedAtOnce() {
        Target elsewhere = target(PROFILE).toBuilder().region("eu-west-1").build();

        assertThatThrownBy(() -> resolver.resolve(elsewhere))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("eu-west-1")
                .hasMessageContaining("eu-central-1");
    }

    @Test
    void regionSetEu_holdsNoRegionThatTheSdkPlacesElsewhere() {
        assertThat(RegionSet.EU.regions())
                .extracting(region -> Region.of(region).metadata().description())
                .containsExactlyInAnyOrder(
                        "Europe (Frankfurt)",
                        "Europe (Ireland)",
                        "Europe (Paris)",
                        "Europe (Stockholm)",
                        "Europe (Milan)",
                        "Europe (Spain)");
        assertThat(Region.regions())
                .filteredOn(region -> region.id().startsWith("eu-"))
                .extracting(Region::id)
                .as("every region named eu- is in a set that was thought about")
                .allMatch(region -> RegionSet.EU.regions().contains(region)
                        || RegionSet.UNITED_KINGDOM.regions().contains(region)
                        || RegionSet.SWITZERLAND.regions().contains(region)
                        || region.startsWith("eu-isoe"));
    }
}
