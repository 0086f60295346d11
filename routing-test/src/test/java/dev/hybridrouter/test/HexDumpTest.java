package dev.hybridrouter.test;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the kit sees what loggers of connections print of prompts and answers. */
class HexDumpTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "the prompt canary-7f3a-whisper",
                "OUTBOUND DATA: streamId=3 bytes=7b2263616e6172792d376633612d776869737065727d",
                "INBOUND DATA: streamId=3 bytes=7B2263616E6172792D376633612D776869737065727D",
                "DATA: 63:61:6e:61:72:79:2d:37:66:33:61:2d:77:68:69:73:70:65:72",
                """
                READ: 24B
                         +-------------------------------------------------+
                |00000000| 7b 22 70 72 6f 6d 70 74 22 3a 22 63 61 6e 61 72 |{"prompt":"canar|
                |00000010| 79 2d 37 66 33 61 2d 77 68 69 73 70 65 72       |y-7f3a-whisper  |
                """,
                "INBOUND DATA: bytes=4772617373"
            })
    void secretInAnyForm_isSeen(String line) {
        assertThat(SecrecySpecs.isSecret(line)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "attempt 63616e6172 of 792d37 failed",
                "OUTBOUND DATA: streamId=3 bytes=7b22746578742268",
                "|00000000| 68 65 6c 6c 6f |hello|"
            })
    void otherDump_isNone(String line) {
        assertThat(SecrecySpecs.isSecret(line)).isFalse();
    }
}
