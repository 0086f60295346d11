package dev.hybridrouter.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.spi.erasure.SubjectKeys;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A secret for each subject: what is lost with it, and what is not. */
class SubjectKeysTest {
    private final Map<String, byte[]> secrets = new HashMap<>();
    private final Pseudonyms pseudonyms = Pseudonyms.under(new SubjectKeys() {
        @Override
        public String id() {
            return "keys";
        }

        @Override
        public Optional<byte[]> secret(Role role, String name) {
            return Optional.ofNullable(secrets.get(role + name));
        }
    });

    private static byte[] secret(int filling) {
        byte[] secret = new byte[32];
        secret[0] = (byte) filling;
        return secret;
    }

    @Test
    void lossOfOneSecret_takesTheReferenceOfOneSubject() {
        secrets.put("TENANTclinic", secret(1));
        secrets.put("USERclinic", secret(2));
        secrets.put("TENANTother", secret(3));
        String clinic = pseudonyms.tenant("clinic");
        String user = pseudonyms.user("clinic");
        String other = pseudonyms.tenant("other");

        secrets.remove("TENANTclinic");

        assertThat(clinic).startsWith("keys:").hasSize(37).isNotEqualTo(user);
        assertThat(pseudonyms.tenant("clinic")).isEqualTo("keys:erased");
        assertThat(pseudonyms.user("clinic")).isEqualTo(user);
        assertThat(pseudonyms.tenant("other")).isEqualTo(other);

        secrets.put("TENANTclinic", secret(4));
        assertThat(pseudonyms.tenant("clinic"))
                .as("who comes back is somebody new")
                .isNotEqualTo(clinic);
    }
}
