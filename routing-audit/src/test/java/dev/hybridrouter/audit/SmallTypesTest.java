package dev.hybridrouter.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SmallTypesTest {
    private static final String HASH = "ab".repeat(32);

    @Test
    void pseudonyms_areStable_andDependOnKeyAndRole() {
        Pseudonyms one = Pseudonyms.under(Samples.KEY);
        // printf 'tenant\0acme' | openssl dgst -sha256 -mac HMAC -macopt hexkey:01...01 (32 bytes)
        assertThat(one.tenant("acme")).isEqualTo("k1:4fadf8e56a858ce7f2a31c504b3e719b");
        assertThat(one.tenant("acme"))
                .isEqualTo(Pseudonyms.under(Samples.key("k1", 1)).tenant("acme"));
        assertThat(one.user("acme")).startsWith("k1:").isNotEqualTo(one.tenant("acme"));
        assertThat(one.tenant("acme2")).isNotEqualTo(one.tenant("acme"));
        assertThat(Pseudonyms.under(Samples.key("k1", 2)).tenant("acme")).isNotEqualTo(one.tenant("acme"));
        assertThat(Pseudonyms.under(Samples.key("k2", 1)).tenant("acme")).startsWith("k2:");
        assertThat(one.toString()).doesNotContain("01").contains("k1");
    }

    @Test
    void keys_areLong_andNotShown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AuditKey.of("k", "short".getBytes(StandardCharsets.US_ASCII)))
                .withMessage("auditKey.secret: 5 bytes (expected: at least 32 bytes from a secure source of chance)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AuditKey.ofHex("k", "no digits"))
                .withMessage("auditKey.secret: not shown (expected: at least 64 hexadecimal digits)");
        assertThat(AuditKey.ofHex("k", " " + HASH + "\n").toString()).isEqualTo("AuditKey[k]");
    }

    @Test
    void aCheckpoint_isReadAsItIsWritten() {
        Checkpoint checkpoint = new Checkpoint(12, HASH, Instant.ofEpochMilli(1_234));

        assertThat(checkpoint).hasToString("12:" + HASH + ":1234");
        assertThat(Checkpoint.parse(checkpoint.toString())).isEqualTo(checkpoint);
        assertThat(Checkpoint.parse("12:" + HASH).time()).isEqualTo(Instant.EPOCH);
        assertThatIllegalArgumentException().isThrownBy(() -> Checkpoint.parse("12"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Checkpoint(1, "AB".repeat(32), Instant.EPOCH));
        assertThatIllegalArgumentException().isThrownBy(() -> new Checkpoint(-1, HASH, Instant.EPOCH));
    }
}
