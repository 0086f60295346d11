package dev.hybridrouter.test.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;

/** Faults of one region, at an endpoint of its own and at the one that all share. */
class RegionTest {
    private final BedrockEmulator emulator = BedrockEmulator.start();
    private final EmulatedRegion frankfurt = emulator.region("eu-central-1");
    private final EmulatedRegion dublin = emulator.region("eu-west-1");

    @AfterEach
    void close() {
        emulator.close();
    }

    private static String ask(URI endpoint, Region region) {
        try (BedrockRuntimeClient client = Sdk.sync(endpoint, region)) {
            return client.converse(Sdk.request())
                    .output()
                    .message()
                    .content()
                    .get(0)
                    .text();
        }
    }

    private String askShared(Region region) {
        return ask(emulator.endpoint(), region);
    }

    @Test
    void scripts_ofARegion_takePrecedenceThere() {
        emulator.onOtherModels().reply(Reply.text("everywhere"));
        dublin.on(Sdk.MODEL).reply(Reply.text("Dublin"));
        frankfurt.onOtherModels().reply(Fault.throttled());

        assertThat(askShared(Region.EU_WEST_1)).isEqualTo("Dublin");
        assertThat(askShared(Region.US_EAST_1)).isEqualTo("everywhere");
        assertThatThrownBy(() -> askShared(Region.EU_CENTRAL_1)).isInstanceOf(ThrottlingException.class);
        assertThat(emulator.requests())
                .extracting(RecordedRequest::region)
                .containsExactly("eu-west-1", "us-east-1", "eu-central-1");
    }

    @Test
    void endpoint_ofARegion_belongsToItWhateverTheSignatureSays() {
        dublin.onOtherModels().reply(Reply.text("Dublin"));

        assertThat(ask(emulator.endpoint("eu-west-1"), Region.US_EAST_1)).isEqualTo("Dublin");
        assertThat(emulator.endpoint("eu-west-1"))
                .isEqualTo(dublin.endpoint())
                .isNotEqualTo(emulator.endpoint())
                .isNotEqualTo(frankfurt.endpoint());
        assertThat(emulator.requests()).extracting(RecordedRequest::region).containsExactly("eu-west-1");
        assertThat(dublin.name()).isEqualTo("eu-west-1");
    }

    @Test
    void down_takesOneRegionAwayAtBothEndpoints_andUpBringsItBack() {
        URI own = frankfurt.endpoint();

        frankfurt.down();

        assertThatThrownBy(() -> ask(own, Region.EU_CENTRAL_1)).isInstanceOf(SdkClientException.class);
        assertThatThrownBy(() -> askShared(Region.EU_CENTRAL_1)).isInstanceOf(SdkClientException.class);
        assertThat(askShared(Region.EU_WEST_1)).startsWith("This is");
        assertThat(ask(dublin.endpoint(), Region.EU_WEST_1)).startsWith("This is");

        frankfurt.up();

        assertThat(ask(own, Region.EU_CENTRAL_1)).startsWith("This is");
        assertThat(askShared(Region.EU_CENTRAL_1)).startsWith("This is");
    }

    @Test
    void endpoint_whenFirstAskedForWhileDown_isDownToo() {
        frankfurt.down();

        assertThatThrownBy(() -> ask(frankfurt.endpoint(), Region.EU_CENTRAL_1)).isInstanceOf(SdkClientException.class);
    }

    @Test
    void emulatorDown_takesAllRegions() {
        URI own = dublin.endpoint();

        emulator.down();

        assertThatThrownBy(() -> ask(own, Region.EU_WEST_1)).isInstanceOf(SdkClientException.class);
        emulator.up();
        assertThat(ask(own, Region.EU_WEST_1)).startsWith("This is");
    }

    @Test
    void reset_forgetsTheScriptsOfRegions() {
        dublin.onOtherModels().reply(Fault.throttled());

        emulator.reset();

        assertThat(askShared(Region.EU_WEST_1)).startsWith("This is");
    }

    @Test
    void scope_whenNothingIsSigned_isEmpty() {
        assertThat(SigningScope.region("")).isEmpty();
        assertThat(SigningScope.region("Bearer abc")).isEmpty();
        assertThat(
                        SigningScope.region(
                                "AWS4-HMAC-SHA256 Credential=AKID/x/20261201/ap-southeast-2/bedrock/aws4_request, SignedHeaders=host"))
                .isEqualTo("ap-southeast-2");
    }
}
