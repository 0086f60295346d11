package dev.hybridrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.test.bedrock.BedrockEmulator;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.endpoints.EndpointUrl;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClientBuilder;

/** That the region under which a client, a target, or a profile is declared is the one that is called. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlacesTest {
    private static final String IRELAND = "https://bedrock-runtime.eu-west-1.amazonaws.com";

    private final BedrockEmulator emulator = BedrockEmulator.start();

    @AfterAll
    void close() {
        emulator.close();
    }

    private static BedrockRuntimeAsyncClientBuilder client(String region) {
        return BedrockRuntimeAsyncClient.builder()
                .region(Region.of(region))
                .credentialsProvider(Adapters.CREDENTIALS)
                .httpClient(Adapters.HTTP);
    }

    private static BedrockAdapter.Builder adapter() {
        return BedrockAdapter.builder()
                .region(Adapters.REGION)
                .credentials(Adapters.CREDENTIALS)
                .httpClient(Adapters.HTTP);
    }

    private static void assertRefused(BedrockAdapter.Builder builder, String message) {
        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageStartingWith(message);
    }

    @Test
    void clientOfAnotherRegion_isRefused() {
        try (BedrockRuntimeAsyncClient virginia =
                client("us-east-1").endpointOverride(emulator.endpoint()).build()) {
            assertRefused(
                    BedrockAdapter.builder().client(Adapters.REGION, virginia),
                    "bedrock.client[eu-central-1]: a client of us-east-1 (expected: one of eu-central-1");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                IRELAND,
                "https://bedrock-runtime-fips.eu-west-1.api.aws",
                "https://vpce-0a1b.bedrock-runtime.EU-WEST-1.vpce.amazonaws.com:8443/"
            })
    void addressOfAnotherRegion_isRefused(String address) {
        assertRefused(
                adapter().endpoint(URI.create(address)),
                "bedrock.endpoint[eu-central-1]: an address of eu-west-1 (expected: one of eu-central-1)");
        try (BedrockRuntimeAsyncClient client =
                client(Adapters.REGION).endpointOverride(URI.create(address)).build()) {
            assertRefused(
                    BedrockAdapter.builder().client(Adapters.REGION, client),
                    "bedrock.client[eu-central-1]: an address of eu-west-1");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://vpce-0a1b.bedrock-runtime.eu-central-1.vpce.amazonaws.com",
                "https://eu-central-1.through.us-east-1.example.com",
                "http://localhost:1"
            })
    void addressThatNamesItsRegionOrNone_isTaken(String address) {
        try (BedrockAdapter adapter = adapter().endpoint(URI.create(address)).build()) {
            assertThat(adapter.doubt(Adapters.REGION)).isEmpty();
        }
    }

    static Stream<Consumer<BedrockRuntimeAsyncClientBuilder>> moves() {
        return Stream.of(
                client -> client.region(Region.US_EAST_1),
                client -> client.endpointOverride(URI.create(IRELAND)),
                client -> client.endpointOverride(URI.create("http://localhost:1")),
                client -> client.endpointProvider(asked -> CompletableFuture.completedFuture(Endpoint.builder()
                        .endpointUrl(EndpointUrl.fromString("http://localhost:1"))
                        .build())));
    }

    @ParameterizedTest
    @MethodSource("moves")
    void customization_doesNotMoveAClient(Consumer<BedrockRuntimeAsyncClientBuilder> move) {
        assertRefused(adapter().customize(move), "bedrock.customize: ");
    }

    @Test
    void customization_doesNotMoveAClientWithAnEndpoint() {
        assertRefused(
                adapter().endpoint(emulator.endpoint()).customize(client -> client.region(Region.US_EAST_1)),
                "bedrock.customize: a client of us-east-1");
        assertRefused(
                adapter()
                        .endpoint(emulator.endpoint())
                        .customize(client -> client.endpointOverride(URI.create("http://localhost:1"))),
                "bedrock.customize: an address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws.endpointUrlBedrockRuntime", "aws.endpointUrl"})
    void redirectingSettingOfTheSdk_isFoundAndTold(String setting) {
        System.setProperty(setting, "http://elsewhere.example");
        try (LogTap log = LogTap.open();
                BedrockRuntimeAsyncClient host = client("eu-west-1").build();
                BedrockAdapter adapter = adapter().client("eu-west-1", host).build()) {
            assertThat(List.of(Adapters.REGION, "eu-west-1")).allSatisfy(region -> assertThat(adapter.doubt(region))
                    .hasValueSatisfying(why -> assertThat(why).contains("elsewhere.example")));
            assertThat(log.lines()).anyMatch(line -> line.startsWith("WARN") && line.contains("elsewhere.example"));
        } finally {
            System.clearProperty(setting);
        }
    }

    @Test
    void endpointOfTheHost_isNoRedirectionWhateverTheSettings() {
        System.setProperty("aws.endpointUrl", "http://elsewhere.example");
        try (BedrockRuntimeAsyncClient host = client("eu-west-1")
                        .endpointOverride(emulator.endpoint())
                        .build();
                BedrockAdapter adapter = adapter()
                        .endpoint(emulator.endpoint())
                        .client("eu-west-1", host)
                        .build()) {
            assertThat(adapter.doubt(Adapters.REGION)).isEmpty();
            assertThat(adapter.doubt("eu-west-1")).isEmpty();
        } finally {
            System.clearProperty("aws.endpointUrl");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"eu-central-9", "EU-CENTRAL-1", "eu", "EU", "eu-central", "aws-global", "eu-central-1\n"})
    void regionThatTheSdkDoesNotList_isRefused(String region) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BedrockAdapter.builder().region(region))
                .withMessageStartingWith("bedrock.region: ");
    }

    @Test
    void regionNewerThanTheSdk_isTakenWithAClientOfTheHost_andTold() {
        try (LogTap log = LogTap.open();
                BedrockRuntimeAsyncClient client = client("eu-central-9").build();
                BedrockAdapter adapter =
                        BedrockAdapter.builder().client("eu-central-9", client).build()) {
            assertThat(adapter.doubt("eu-central-9")).isEmpty();
            assertThat(log.lines()).anyMatch(line -> line.startsWith("WARN") && line.contains("eu-central-9"));
        }
    }

    static Stream<Arguments> contradictions() {
        return Stream.of(
                Arguments.of("global.anthropic.claude", List.of("eu-central-1", "eu-west-1")),
                Arguments.of(
                        "arn:aws:bedrock:eu-central-1:1:inference-profile/global.anthropic.claude",
                        List.of("eu-central-1", "eu-west-1")),
                Arguments.of("us.anthropic.claude", List.of("eu-central-1", "eu-west-1")),
                Arguments.of("us.anthropic.claude", List.of("us-east-1")),
                Arguments.of("apac.amazon.nova", List.of("eu-central-1", "eu-west-1")),
                Arguments.of("eu.anthropic.claude", List.of("eu-central-1")));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void declarationAgainstTheGeographyOfAProfile_isRefused(String model, List<String> regions) {
        Target target = target(model, regions);
        try (BedrockAdapter adapter = Adapters.sharing(emulator)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> adapter.check(target))
                    .withMessageStartingWith("target[t].destinations: ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "us.anthropic.claude, us-east-1, us-west-2",
        "apac.amazon.nova, ap-south-1, me-central-1",
        "eu.anthropic.claude, eu-central-1, eu-west-2",
        "anthropic.claude, eu-central-1, eu-central-1",
        "vendor.model, us-east-1, us-east-1"
    })
    void declarationThatMayBe_isTaken(String model, String one, String other) {
        try (BedrockAdapter adapter = Adapters.sharing(emulator)) {
            adapter.check(target(model, List.of(one, other)));
        }
    }

    private static Target target(String model, List<String> regions) {
        return Target.builder("t", "bedrock", model)
                .region(Adapters.REGION)
                .destinations(Destinations.declared(LocalDate.EPOCH, "test", regions.toArray(String[]::new)))
                .build();
    }
}
