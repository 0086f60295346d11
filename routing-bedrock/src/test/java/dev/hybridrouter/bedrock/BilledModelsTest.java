package dev.hybridrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.BilledModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Under what the service bills a target. */
class BilledModelsTest {
    private static final String SONNET = "anthropic.claude-sonnet-4-5-20250929-v1:0";
    private static final String ACCOUNT = "arn:aws:bedrock:eu-central-1:123456789012:";

    private static BilledModel billed(String model) {
        return BilledModels.of(
                Target.builder("a", "bedrock", model).region("eu-central-1").build());
    }

    @ParameterizedTest
    @CsvSource({"us", "eu", "apac", "global", "us-gov", "au", "jp", "in", "ca", "amer"})
    void profile_isBilledAsItsModelUnderTheProfile(String geo) {
        BilledModel expected = new BilledModel(SONNET, "profile:" + geo);

        assertThat(billed(geo + "." + SONNET)).isEqualTo(expected);
        assertThat(billed(ACCOUNT + "inference-profile/" + geo + "." + SONNET)).isEqualTo(expected);
    }

    @Test
    void model_isBilledInItsRegion() {
        BilledModel expected = new BilledModel(SONNET, "eu-central-1");

        assertThat(billed(SONNET)).isEqualTo(expected);
        assertThat(billed("arn:aws:bedrock:eu-central-1::foundation-model/" + SONNET))
                .isEqualTo(expected);
    }

    @Test
    void model_whenItsTargetHasNoRegion_isBilledAnywhere() {
        assertThat(BilledModels.of(Target.builder("a", "bedrock", SONNET).build()))
                .isEqualTo(new BilledModel(SONNET, BilledModel.ANYWHERE));
    }

    @ParameterizedTest
    @CsvSource({
        ACCOUNT + "application-inference-profile/eu.abc123",
        ACCOUNT + "provisioned-model/abc123",
        "mars." + SONNET,
        "eu",
        "." + SONNET
    })
    void whateverElse_staysAsItIs(String model) {
        assertThat(billed(model)).isEqualTo(new BilledModel(model, "eu-central-1"));
    }

    @Test
    void adapter_asksTheSame() {
        try (BedrockAdapter adapter =
                BedrockAdapter.builder().region("eu-central-1").build()) {
            assertThat(adapter.billedAs(
                            Target.builder("a", "bedrock", "eu." + SONNET).build()))
                    .isEqualTo(new BilledModel(SONNET, "profile:eu"));
        }
    }
}
