package dev.hybridrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Sharing;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.bedrock.BedrockEmulator;
import dev.hybridrouter.test.bedrock.Fault;
import dev.hybridrouter.test.bedrock.Operation;
import dev.hybridrouter.test.bedrock.RecordedRequest;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrock.BedrockAsyncClient;

/** GetAccountDataRetention over the wire: the weakest mode of all places holds, and what is not proven is unknown. */
class RetentionResolverTest {
    private static final String FRANKFURT = Adapters.REGION;
    private static final String DUBLIN = "eu-west-1";
    private static final String CLAUDE = "anthropic.claude-sonnet-4-5-20250929-v1:0";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final BedrockEmulator emulator = BedrockEmulator.start();
    private final ManualClock clock = ManualClock.create();
    private final BedrockAsyncClient frankfurt = client(FRANKFURT);
    private final BedrockAsyncClient dublin = client(DUBLIN);
    private final RetentionResolver resolver =
            RetentionResolver.of(frankfurt, dublin).within(PATIENCE).datedBy(clock);

    @AfterEach
    void close() {
        frankfurt.close();
        dublin.close();
        emulator.close();
    }

    private BedrockAsyncClient client(String region) {
        return BedrockAsyncClient.builder()
                .region(Region.of(region))
                .endpointOverride(emulator.endpoint())
                .credentialsProvider(Adapters.CREDENTIALS)
                .httpClient(Adapters.HTTP)
                .build();
    }

    private static Target.Builder target(String model, String... destinations) {
        return Target.builder("t", "bedrock", model)
                .region(FRANKFURT)
                .destinations(Destinations.declared(LocalDate.EPOCH, "test", destinations));
    }

    private FailureKind failure(RetentionResolver asked) {
        CompletableFuture<Target> resolved =
                asked.resolve(target(CLAUDE, FRANKFURT, DUBLIN).build());
        try {
            resolved.join();
            throw new AssertionError("resolved");
        } catch (CompletionException e) {
            return ((ProviderException) Objects.requireNonNull(e.getCause()))
                    .failure()
                    .kind();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "none, none, anthropic.claude-sonnet-4-5, PT0S, NONE",
        "none, inherit, anthropic.claude-sonnet-4-5, unknown, OPERATOR",
        "none, default, anthropic.claude-sonnet-4-5, unknown, OPERATOR",
        "aws_review, none, anthropic.claude-sonnet-4-5, unknown, OPERATOR",
        "aws_review, aws_review, eu.anthropic.claude-fable-5-v1:0, PT720H, OPERATOR",
        "none, provider_data_share, anthropic.claude-sonnet-4-5, unknown, MODEL_PROVIDER",
        "provider_data_share, none, anthropic.claude-mythos-5, PT720H, MODEL_PROVIDER",
        "inherit, inherit, openai.gpt-5, PT720H, OPERATOR",
        "inherit, inherit, openai.gpt-oss-120b-1:0, unknown, OPERATOR",
        "none, zero_tomorrow, anthropic.claude-fable-5, unknown, UNKNOWN",
    })
    void weakestModeOfAllPlaces_holds(String here, String there, String model, String retention, Sharing sharing) {
        emulator.region(FRANKFURT).dataRetention(here);
        emulator.region(DUBLIN).dataRetention(there);

        Handling handling = resolver.resolve(target(model, DUBLIN)
                        .handling(Handling.builder()
                                .operators("AWS")
                                .destinations(Destinations.declared(LocalDate.EPOCH, "test", DUBLIN))
                                .retention(Duration.ZERO)
                                .sharing(Sharing.NONE)
                                .declared(LocalDate.EPOCH, "a hopeful person")
                                .build())
                        .build())
                .join()
                .handling();

        assertThat(handling.retention().map(Duration::toString).orElse("unknown"))
                .isEqualTo(retention);
        assertThat(handling.sharing()).isEqualTo(sharing);
        assertThat(handling.asOf())
                .contains(clock.instant().atZone(ZoneOffset.UTC).toLocalDate());
        assertThat(handling.evidence().orElseThrow())
                .startsWith("GetAccountDataRetention {eu-central-1=")
                .contains("eu-west-1=");
        assertThat(handling.operators()).as("what is not asked about stays").containsExactly("AWS");
        assertThat(emulator.requests())
                .allMatch(request -> request.operation() == Operation.GET_ACCOUNT_DATA_RETENTION)
                .extracting(RecordedRequest::region)
                .containsExactlyInAnyOrder(FRANKFURT, DUBLIN);
    }

    @Test
    void accountThatSetNothing_inherits_whichProvesNothing() {
        Handling handling =
                resolver.resolve(target(CLAUDE, FRANKFURT).build()).join().handling();

        assertThat(handling.retention()).isEmpty();
        assertThat(handling.evidence()).contains("GetAccountDataRetention {eu-central-1=inherit}");
    }

    @Test
    void deniedAccess_andSilence_areTold() {
        emulator.region(DUBLIN).dataRetention(Fault.error(403, "AccessDeniedException", "no"));
        assertThat(failure(resolver)).isEqualTo(FailureKind.AUTH);

        emulator.region(DUBLIN).dataRetention(Fault.hang());
        assertThat(failure(resolver.within(Duration.ofMillis(100)))).isEqualTo(FailureKind.TIMEOUT);
    }

    @Test
    void cancelling_cancelsTheCalls() throws InterruptedException {
        emulator.region(FRANKFURT).dataRetention(Fault.hang());
        CompletableFuture<Target> resolved =
                resolver.resolve(target(CLAUDE, FRANKFURT).build());
        assertThat(emulator.awaitRequests(1, PATIENCE)).isTrue();

        resolved.cancel(true);

        assertThat(emulator.awaitIdle(PATIENCE)).isTrue();
    }

    @Test
    void placesThatCannotBeAsked_areNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> resolver.resolve(target(CLAUDE, "eu-west-3").build()))
                .withMessageContaining("eu-west-3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> resolver.resolve(
                        Target.builder("t", "bedrock", CLAUDE).region(FRANKFURT).build()))
                .withMessageStartingWith("target[t].destinations: unknown");
    }
}
