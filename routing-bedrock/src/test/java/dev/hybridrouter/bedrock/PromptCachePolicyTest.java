package dev.hybridrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hybridrouter.bedrock.PromptCachePolicy.Place;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PromptCachePolicyTest {
    private static final Duration ONE_HOUR = Duration.ofHours(1);

    @Test
    void defaults_areEverywhere_forFiveMinutes() {
        assertThat(PromptCachePolicy.defaults().places()).containsExactly(Place.values());
        assertThat(PromptCachePolicy.defaults().stableTtl()).isEqualTo(Duration.ofMinutes(5));
        assertThat(PromptCachePolicy.defaults().turnsTtl()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void timesBedrockDoesNotKnow_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PromptCachePolicy.builder().stableTtl(Duration.ofMinutes(10)))
                .withMessage("promptCache.stableTtl: PT10M (expected: PT5M or PT1H)");
    }

    @Test
    void turnsKeptLongerThanWhatComesBefore_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PromptCachePolicy.builder().turnsTtl(ONE_HOUR).build())
                .withMessage("promptCache.turnsTtl: PT1H (expected: at most stableTtl, PT5M)");
        assertThat(PromptCachePolicy.builder()
                        .turnsTtl(ONE_HOUR)
                        .stableTtl(ONE_HOUR)
                        .build()
                        .turnsTtl())
                .isEqualTo(ONE_HOUR);
    }

    @Test
    void noPlaces_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PromptCachePolicy.builder().places())
                .withMessageStartingWith("promptCache.places: empty");
    }
}
