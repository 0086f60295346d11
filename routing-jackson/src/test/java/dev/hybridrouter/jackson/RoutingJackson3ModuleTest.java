package dev.hybridrouter.jackson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.json.JsonWritable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Values of the API in the hands of Jackson 3, with the module and without. */
class RoutingJackson3ModuleTest {
    private final JsonMapper mapper = JsonMapper.builder().findAndAddModules().build();

    static List<JsonWritable> values() {
        return Samples.all();
    }

    @ParameterizedTest
    @MethodSource("values")
    void aValueIsWrittenAsItsOwnJson(JsonWritable value) {
        assertThat(mapper.writeValueAsString(value)).isEqualTo(value.toJson());
    }

    @Test
    void withinOtherValuesAndAsATreeItIsTheSame() {
        String json = Samples.answered().toJson();

        assertThat(mapper.writeValueAsString(Map.of("results", List.of(Samples.answered()))))
                .isEqualTo("{\"results\":[" + json + "]}")
                .doesNotContain(Samples.ANSWER);
        assertThat(mapper.<JsonNode>valueToTree(Samples.answered())).isEqualTo(mapper.readTree(json));
    }

    @Test
    void withoutTheModuleADecisionIsEmptyAndNotWrittenAsSomethingElse() {
        assertThat(new JsonMapper().writeValueAsString(Samples.decision())).isEqualTo("{}");
    }
}
