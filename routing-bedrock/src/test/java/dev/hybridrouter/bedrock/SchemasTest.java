package dev.hybridrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.api.content.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

class SchemasTest {
    private static final String CLAUDE = "anthropic.claude-sonnet-4-5-20250929-v1:0";
    private static final String NOVA = "amazon.nova-pro-v1:0";

    private static JsonNode tool(String schema, String model) {
        ArgumentsSchema mapper = new ArgumentsSchema(BedrockModel.like(model), "tools[0].inputSchema");
        return parsed(
                DocumentJson.toJson(mapper.toDocument(Json.object(schema))).text());
    }

    private static JsonNode parsed(String json) {
        return JsonNode.parser().parse(json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | {\"type\":\"object\"}",
                "{\"properties\":{}} | {\"type\":\"object\",\"properties\":{}}",
                "{\"type\":[\"object\",\"null\"]} | {\"type\":\"object\"}",
                "{\"$ref\":\"#/$defs/A\",\"$defs\":{\"A\":{\"type\":\"object\",\"properties\":{\"n\":{}}}}}"
                        + " | {\"type\":\"object\",\"properties\":{\"n\":{}},\"$defs\":{\"A\":{\"type\":\"object\",\"properties\":{\"n\":{}}}}}",
                "{\"type\":\"object\",\"title\":\"T\"} | {\"type\":\"object\",\"title\":\"T\"}"
            })
    void toolSchema_hasAnObjectAtTheTop(String schema, String expected) {
        assertThat(tool(schema, CLAUDE)).isEqualTo(parsed(expected));
    }

    @Test
    void novasToolSchema_hasNoReferences_andNothingElseAtTheTop() {
        String schema =
                "{\"type\":\"object\",\"title\":\"T\",\"properties\":{\"p\":{\"$ref\":\"#/$defs/P\",\"description\":\"d\"},"
                        + "\"definitions\":{\"type\":\"string\"}},\"required\":[\"p\"],\"$defs\":{\"P\":{\"type\":\"integer\"}}}";

        assertThat(tool(schema, NOVA))
                .isEqualTo(parsed(
                        "{\"type\":\"object\",\"properties\":{\"p\":{\"type\":\"integer\",\"description\":\"d\"},"
                                + "\"definitions\":{\"type\":\"string\"}},\"required\":[\"p\"]}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "anthropic.claude-x | {\"type\":\"string\"} | INVALID_REQUEST: tools[0].inputSchema.type",
                "anthropic.claude-x | {\"anyOf\":[]} | UNSUPPORTED: tools[0].inputSchema.anyOf",
                "anthropic.claude-x | {\"properties\":{\"a b\":{}}} | UNSUPPORTED: tools[0].inputSchema.properties",
                "anthropic.claude-x | {\"$ref\":\"#\"} | UNSUPPORTED: tools[0].inputSchema",
                "anthropic.claude-x | {\"$ref\":\"#/none\"} | INVALID_REQUEST: tools[0].inputSchema.$ref",
                "amazon.nova-pro-v1:0 | {\"properties\":{\"a\":{\"$ref\":\"#/$defs/A\"}},\"$defs\":{\"A\":{\"items\":{\"$ref\":\"#/$defs/A\"}}}}"
                        + " | UNSUPPORTED: tools[0].inputSchema",
                "amazon.nova-pro-v1:0 | {\"properties\":{\"a\":{\"$ref\":\"https://example.org/a\"}}} | UNSUPPORTED: tools[0].inputSchema.$ref"
            })
    void toolSchemaThatCannotBeMended_isRefusedByField(String model, String schema, String refusal) {
        assertThatThrownBy(() -> tool(schema, model)).hasMessageStartingWith(refusal);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"array\",\"items\":{\"type\":\"object\"}}}}"
                        + " | {\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"additionalProperties\":false}}},\"additionalProperties\":false}",
                "{\"properties\":{\"minimum\":{\"type\":\"integer\"}}}"
                        + " | {\"properties\":{\"minimum\":{\"type\":\"integer\"}},\"type\":\"object\",\"additionalProperties\":false}",
                "{\"anyOf\":[{\"type\":\"string\"}]} | {\"anyOf\":[{\"type\":\"string\"}]}"
            })
    void answerSchema_isClosed(String schema, String expected) {
        assertThat(parsed(AnswerSchema.text(Json.object(schema), "responseFormat.schema")))
                .isEqualTo(parsed(expected));
    }

    @Test
    void answerSchemaThatIsRight_isSentAsItIs() {
        String schema = "{ \"type\": \"object\", \"additionalProperties\": false }";

        assertThat(AnswerSchema.text(Json.object(schema), "responseFormat.schema"))
                .isEqualTo(schema);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"properties\":{\"a\":{\"type\":\"integer\",\"minimum\":1}}} | responseFormat.schema.properties.a.minimum",
                "{\"additionalProperties\":true} | responseFormat.schema.additionalProperties",
                "{\"properties\":{\"a\":{\"$ref\":\"#\"}}} | responseFormat.schema"
            })
    void answerSchemaThatTheServiceDoesNotEnforce_isUnsupported(String schema, String field) {
        assertThatThrownBy(() -> AnswerSchema.text(Json.object(schema), "responseFormat.schema"))
                .hasMessageStartingWith("UNSUPPORTED: " + field);
    }
}
