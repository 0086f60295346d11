package dev.hybridrouter.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import dev.hybridrouter.api.json.JsonWritable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values of the API in the hands of Jackson 2, with the module and without. */
class RoutingJackson2ModuleTest {
    private final ObjectMapper mapper = new ObjectMapper().findAndRegisterModules();

    static List<JsonWritable> values() {
        return Samples.all();
    }

    @ParameterizedTest
    @MethodSource("values")
    void aValueIsWrittenAsItsOwnJson(JsonWritable value) throws JsonProcessingException {
        assertThat(mapper.writeValueAsString(value)).isEqualTo(value.toJson());
    }

    @Test
    void withinOtherValuesAndAsATreeItIsTheSame() throws JsonProcessingException {
        String json = Samples.answered().toJson();

        assertThat(mapper.writeValueAsString(Map.of("results", List.of(Samples.answered()))))
                .isEqualTo("{\"results\":[" + json + "]}")
                .doesNotContain(Samples.ANSWER);
        assertThat(mapper.<JsonNode>valueToTree(Samples.answered())).isEqualTo(mapper.readTree(json));
    }

    @Test
    void aMapperThatWritesTypesWritesItWithoutOne() throws JsonProcessingException {
        mapper.activateDefaultTyping(
                BasicPolymorphicTypeValidator.builder()
                        .allowIfBaseType(Object.class)
                        .build(),
                ObjectMapper.DefaultTyping.NON_FINAL);

        assertThat(mapper.writerFor(JsonWritable.class).writeValueAsString(Samples.decision()))
                .isEqualTo(Samples.decision().toJson());
    }

    @Test
    void withoutTheModuleADecisionIsRefusedAndNotWrittenAsSomethingElse() {
        ObjectMapper plain = new ObjectMapper();

        assertThatThrownBy(() -> plain.writeValueAsString(Samples.decision()))
                .isInstanceOf(InvalidDefinitionException.class);
        assertThatThrownBy(() -> plain.writeValueAsString(Samples.answered()))
                .isInstanceOf(InvalidDefinitionException.class);
        assertThatThrownBy(() -> plain.writeValueAsString(Samples.decision().attempts()))
                .isInstanceOf(InvalidDefinitionException.class);
    }
}
