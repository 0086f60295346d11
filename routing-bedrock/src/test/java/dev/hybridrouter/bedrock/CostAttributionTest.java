package dev.hybridrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import dev.hybridrouter.api.decision.AttemptKind;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.spi.ProviderCall;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CostAttributionTest {
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private static CostAttribution.Builder builder() {
        return CostAttribution.builder(KEY);
    }

    private static Map<String, String> metadata(
            CostAttribution attribution, Map<String, String> tags, Map<String, String> own) {
        RouteRequest request = RouteRequest.builder()
                .user("hi")
                .context(RequestContext.builder()
                        .tenant("acme")
                        .operation(OperationType.BACKGROUND)
                        .tags(tags)
                        .build())
                .build();
        ProviderCall call = ProviderCall.builder(request, Calls.TARGET, Duration.ofSeconds(1))
                .kind(AttemptKind.FALLBACK)
                .build();
        return attribution.metadata(call, own);
    }

    private static Map<String, String> numbered(int pairs) {
        return IntStream.range(0, pairs)
                .boxed()
                .collect(Collectors.toMap(
                        i -> String.format(Locale.ROOT, "own-%02d", i), i -> "v", (a, b) -> a, TreeMap::new));
    }

    /** Computed with {@code printf %s acme | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef}. */
    @Test
    void pseudonym_isTheBeginningOfAnHmac() {
        assertThat(builder().build().pseudonym("acme")).isEqualTo("d8ad00265ff0a302d72247bcd2969543");
    }

    @Test
    void pseudonym_isStable_andDiffersByTenantAndByKey() {
        CostAttribution attribution = builder().build();
        assertThat(attribution.pseudonym("acme"))
                .isEqualTo(builder().build().pseudonym("acme"))
                .matches("[0-9a-f]{32}")
                .isNotEqualTo(attribution.pseudonym("acne"))
                .isNotEqualTo(CostAttribution.builder(new byte[32]).build().pseudonym("acme"));
    }

    @Test
    void key_isCopied() {
        byte[] key = KEY.clone();
        CostAttribution attribution = CostAttribution.builder(key).build();
        String before = attribution.pseudonym("acme");
        Arrays.fill(key, (byte) 0);
        assertThat(attribution.pseudonym("acme")).isEqualTo(before);
    }

    @Test
    void shortKey_isRefused_andNotShown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CostAttribution.builder("secret".getBytes(StandardCharsets.US_ASCII)))
                .withMessage("costAttribution.tenantKey: 6 bytes"
                        + " (expected: at least 32 bytes from a secure source of chance)");
    }

    @Test
    void text_showsNoKey() {
        String shown = builder().tags("team").build().toString();
        assertThat(shown).isEqualTo("CostAttribution[tags=[team]]");
    }

    @Test
    void pairs_sayTenantOperationAndAttempt_butNeverTheTenantItself() {
        CostAttribution attribution = builder().build();
        Map<String, String> pairs = metadata(attribution, Map.of("team", "search"), Map.of());
        assertThat(pairs)
                .containsExactly(
                        entry("tenant", attribution.pseudonym("acme")),
                        entry("operation", "BACKGROUND"),
                        entry("attempt", "fallback"));
        assertThat(pairs.toString()).doesNotContain("acme");
    }

    @Test
    void tags_areSentWhereListed_andMadeToFit() {
        CostAttribution attribution =
                builder().tags("team", "note", "long", "blank", "absent").build();
        Map<String, String> tags = Map.of(
                "team",
                "search & \"find\"\n",
                "note",
                "a:b_c@d$e#f=g/h+i,j-k.l m",
                "long",
                "x".repeat(300),
                "blank",
                " ",
                "unlisted",
                "secret");
        assertThat(metadata(attribution, tags, Map.of()))
                .hasSize(6)
                .contains(
                        entry("team", "search _ _find__"),
                        entry("note", "a:b_c@d$e#f=g/h+i,j-k.l m"),
                        entry("long", "x".repeat(256)));
    }

    @Test
    void pairsOfTheRequest_comeBeforeTags_andNeverReplaceTheAttribution() {
        CostAttribution attribution = builder().tags("team", "feature").build();
        Map<String, String> pairs = metadata(
                attribution, Map.of("team", "tag", "feature", "tag"), Map.of("team", "own", "tenant", "someone"));
        assertThat(pairs)
                .contains(entry("team", "own"), entry("feature", "tag"))
                .contains(entry("tenant", attribution.pseudonym("acme")));
    }

    @Test
    void pairs_areAtMost16() {
        CostAttribution attribution = builder().tags("team").build();
        Map<String, String> pairs = metadata(attribution, Map.of("team", "search"), numbered(16));
        assertThat(pairs)
                .hasSize(16)
                .containsKeys("tenant", "operation", "attempt", "own-00", "own-12")
                .doesNotContainKeys("own-13", "team");
        assertThat(metadata(attribution, Map.of("team", "search"), numbered(12)))
                .hasSize(16)
                .containsKey("team");
    }

    @Test
    void tagNames_thatBedrockDoesNotTake_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().tags("tëam"))
                .withMessage("costAttribution.tags: \"tëam\""
                        + " (expected: 1 to 256 of A-Z a-z 0-9 blank : _ @ $ # = / + , - .)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().tags("tenant"))
                .withMessage("costAttribution.tags: tenant (expected: another name; this one is taken)");
        String[] many = numbered(14).keySet().toArray(String[]::new);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().tags(many))
                .withMessage("costAttribution.tags: 14 names (expected: at most 13)");
    }
}
