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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrock.BedrockAsyncClient;
import software.amazon.awssdk.services.bedrock.BedrockServiceClientConfiguration;
import software.amazon.awssdk.services.bedrock.model.GetInferenceProfileRequest;
import software.amazon.awssdk.services.bedrock.model.GetInferenceProfileResponse;

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
                .destinations(
                        Destinations.declared(RegionSet.EU.asOf(), "a hopeful person", "eu-central-1", "eu-west-1"))
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
    void clientThatKnowsNoTimeLimit_endsWithIt_andIsCancelled() {
        CompletableFuture<GetInferenceProfileResponse> never = new CompletableFuture<>();
        ProfileResolver timed =
                ProfileResolver.of(deaf(never)).within(Duration.ofSeconds(1)).timedBy(clock);
        CompletableFuture<Target> resolved = timed.resolve(target(PROFILE));

        clock.advance(Duration.ofMillis(999));
        assertThat(resolved).isNotDone();
        clock.advance(Duration.ofMillis(1));

        assertThat(resolved)
                .failsWithin(PATIENCE)
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("PT1S");
        assertThat(never).isCancelled();
    }

    @Test
    void timeLimit_isKeptWithoutATimerOfTheHost() {
        ProfileResolver own =
                ProfileResolver.of(deaf(new CompletableFuture<>())).within(Duration.ofMillis(1));

        assertThat(failure(own, PROFILE)).isEqualTo(FailureKind.TIMEOUT);
    }

    private BedrockAsyncClient deaf(CompletableFuture<GetInferenceProfileResponse> never) {
        return new BedrockAsyncClient() {
            @Override
            public CompletableFuture<GetInferenceProfileResponse> getInferenceProfile(
                    GetInferenceProfileRequest request) {
                return never;
            }

            @Override
            public BedrockServiceClientConfiguration serviceClientConfiguration() {
                return client.serviceClientConfiguration();
            }

            @Override
            public String serviceName() {
                return client.serviceName();
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void cancelling_cancelsTheCall() throws InterruptedException {
        emulator.profile(PROFILE, Fault.hang());
        CompletableFuture<Target> resolved = resolver.resolve(target(PROFILE));
        assertThat(emulator.awaitRequests(1, PATIENCE)).isTrue();

        resolved.cancel(true);

        assertThat(emulator.awaitIdle(PATIENCE)).isTrue();
    }

    /** One answer in order, and each way in which a member can contradict it. */
    static Stream<Arguments> doubts() {
        return Stream.of(
                Arguments.of(
                        "about another profile",
                        "inferenceProfileId",
                        "\"us.anthropic.claude-sonnet-4-5-20250929-v1:0\""),
                Arguments.of("without an id", "inferenceProfileId", "null"),
                Arguments.of(
                        "with the ARN of another profile",
                        "inferenceProfileArn",
                        arn("eu-central-1", "eu.amazon.nova")),
                Arguments.of(
                        "with a global ARN", "inferenceProfileArn", arn("eu-central-1", "global.anthropic.claude-x")),
                Arguments.of("with an ARN of another region", "inferenceProfileArn", arn("eu-west-1", PROFILE)),
                Arguments.of(
                        "with an ARN of another partition",
                        "inferenceProfileArn",
                        arn("eu-central-1", PROFILE).replace("arn:aws:", "arn:aws-eusc:")),
                Arguments.of("with a global name", "inferenceProfileName", "\"Team Global\""),
                Arguments.of("without a status", "status", "null"),
                Arguments.of("not active", "status", "\"CREATING\""),
                Arguments.of("without a type", "type", "null"),
                Arguments.of("of an unknown type", "type", "\"SHARED\""),
                Arguments.of("of a type that its ARN is not of", "type", "\"APPLICATION\""),
                Arguments.of("without models", "models", "[]"),
                Arguments.of("with a null model", "models", models("null")),
                Arguments.of(
                        "with a model of another partition",
                        "models",
                        models(model("arn:aws-eusc:bedrock:eusc-de-east-1"))),
                Arguments.of("with a region in upper case", "models", models(model("arn:aws:bedrock:EU-CENTRAL-1"))),
                Arguments.of("with a region that cannot be", "models", models(model("arn:aws:bedrock:eu-CENTRAL-1"))),
                Arguments.of("with a region of another cloud", "models", models(model("arn:aws:bedrock:europe-west1"))),
                Arguments.of("with a model of another service", "models", models(model("arn:aws:sagemaker:eu-west-1"))),
                Arguments.of(
                        "with a profile as a model",
                        "models",
                        models("\"arn:aws:bedrock:eu-central-1:1:inference-profile/eu.anthropic.claude\"")),
                Arguments.of(
                        "with another model",
                        "models",
                        models("\"arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova\"")),
                Arguments.of(
                        "with two models",
                        "models",
                        models(
                                model("arn:aws:bedrock:eu-west-1"),
                                "\"arn:aws:bedrock:eu-west-3::foundation-model/amazon.nova\"")));
    }

    private static String arn(String region, String id) {
        return "\"arn:aws:bedrock:" + region + ":123456789012:inference-profile/" + id + '"';
    }

    private static String model(String start) {
        return '"' + start + MODEL + '"';
    }

    private static String models(String... arns) {
        return Stream.of(arns).map(arn -> "{\"modelArn\":" + arn + "}").collect(Collectors.joining(",", "[", "]"));
    }

    private static String answer(String member, String value) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("inferenceProfileId", '"' + PROFILE + '"');
        members.put("inferenceProfileArn", arn("eu-central-1", PROFILE));
        members.put("inferenceProfileName", "\"EU Anthropic Claude Sonnet 4.5\"");
        members.put("status", "\"ACTIVE\"");
        members.put("type", "\"SYSTEM_DEFINED\"");
        members.put("models", models(model("arn:aws:bedrock:eu-west-1")));
        members.put(member, value);
        return members.entrySet().stream()
                .map(entry -> '"' + entry.getKey() + "\":" + entry.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("doubts")
    void answerThatDisagreesWithTheQuestionOrItself_isNotTaken(String what, String member, String value) {
        emulator.profileAnswer(PROFILE, answer(member, value));

        assertThat(failure(resolver, PROFILE)).as(what).isEqualTo(FailureKind.MALFORMED_RESPONSE);
    }

    @Test
    void answerWithAMemberOfNoMeaning_isTaken() {
        emulator.profileAnswer(PROFILE, answer("description", "\"global availability is not meant\""));

        assertThat(of(resolver.resolve(target(PROFILE)).join()).regions())
                .containsExactlyInAnyOrder("eu-central-1", "eu-west-1");
    }

    @Test
    void applicationProfileOfAnotherProfile_isNotTaken() {
        String asked = "arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/a1b2c3d4e5f6";
        emulator.profile(asked, "arn:aws:bedrock:eu-central-1:1:inference-profile/eu.anthropic.claude-x");

        assertThat(failure(resolver, asked)).isEqualTo(FailureKind.MALFORMED_RESPONSE);
    }

    @Test
    void arnThatWasAskedFor_hasToBeAnswered() {
        String asked = "arn:aws:bedrock:eu-central-1:123456789012:inference-profile/" + PROFILE;
        emulator.profileAnswer(
                asked,
                answer("inferenceProfileArn", arn("eu-central-1", PROFILE).replace("9012", "9013")));

        assertThat(failure(resolver, asked)).isEqualTo(FailureKind.MALFORMED_RESPONSE);
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
        assertThat(RegionSet.EU_SOVEREIGN.regions())
                .allMatch(region -> AwsRegions.isKnown(region)
                        && AwsRegions.partition(region).equals("aws-eusc"));
        assertThat(Region.regions())
                .extracting(Region::id)
                .filteredOn(AwsRegions::isKnown)
                .filteredOn(region -> AwsRegions.partition(region).equals("aws-eusc"))
                .containsExactlyInAnyOrderElementsOf(RegionSet.EU_SOVEREIGN.regions());
    }
}
