package dev.hybridrouter.test.bedrock.rules;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** The tools that are offered, and the use and results that name them. */
final class ToolRules {
    private static final String OBJECTS =
            Docs.reports("aws/aws-sdk-net/issues/3377", "langchain4j/langchain4j/issues/3767");

    private static final ConversationRule CONFIG = ConversationRule.ofService(
            "tool.config",
            "Tools are configured where messages hold tool uses or results.",
            Docs.reports("vxcontrol/pentagi/pull/196", "patriceckhart/zot/pull/18"),
            ToolRules::configured);

    private static final ConversationRule SCHEMA = ConversationRule.ofService(
            "tool.schema",
            "The schema of a tool's input is a JSON object whose root type is object.",
            Docs.reports("aaif-goose/goose/pull/5064", "earendil-works/pi/issues/8279"),
            ToolRules::schema);

    private static final ConversationRule NAME_UNIQUE = ConversationRule.ofModel(
            "tool.name-unique",
            "No two tools have one name (Claude).",
            Docs.reports("aws-samples/amazon-bedrock-client-for-mac/pull/123", "tailcallhq/forgecode/issues/892"),
            ToolRules::uniqueName);

    private static final ConversationRule CHOICE = ConversationRule.ofService(
            "tool.choice", "The tool to choose is one of those offered.", Docs.TOOLS, ToolRules::choice);

    private static final ConversationRule CHOICE_MODEL = ConversationRule.ofService(
            "tool.choice-model",
            "A tool is chosen by name only where the model knows that (Claude, Nova).",
            "https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ToolChoice.html",
            ToolRules::choiceModel);

    private static final ConversationRule INPUT = ConversationRule.ofService(
            "tool.input",
            "The input of a tool use is a JSON object.",
            OBJECTS,
            conversation -> notObject(conversation.all("toolUse").toList(), "toolUse", "input"));

    private static final ConversationRule RESULT_JSON = ConversationRule.ofService(
            "tool.result-json",
            "JSON in a tool result is an object.",
            OBJECTS,
            conversation -> notObject(
                    conversation
                            .all("toolResult")
                            .flatMap(block -> block.results().stream())
                            .toList(),
                    "json"));

    private ToolRules() {}

    static List<ConversationRule> all() {
        return List.of(CONFIG, SCHEMA, NAME_UNIQUE, CHOICE, CHOICE_MODEL, INPUT, RESULT_JSON);
    }

    private static Optional<String> configured(Conversation conversation) {
        return conversation.has("toolConfig")
                ? Optional.empty()
                : conversation
                        .blocks()
                        .filter(block -> block.is("toolUse") || block.is("toolResult"))
                        .map(block -> "The " + conversation.root().member("toolConfig")
                                + " field must be defined when toolUse and toolResult blocks are used, as at "
                                + block.at() + ".")
                        .findFirst();
    }

    private static Optional<String> schema(Conversation conversation) {
        return conversation.tools().stream()
                .filter(tool -> tool.is("toolSpec"))
                .map(ToolRules::schema)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> schema(Block tool) {
        String at = tool.at() + ".toolSpec.inputSchema.json";
        Optional<JsonNode> json = tool.get("toolSpec", "inputSchema", "json");
        if (json.filter(JsonNode::isObject).isEmpty()) {
            return Optional.of(
                    "The format of the value at " + at + " is invalid. Provide a JSON object and try again.");
        }
        return tool.text("toolSpec", "inputSchema", "json", "type").equals("object")
                ? Optional.empty()
                : Optional.of("The value at " + at + ".type must be one of the following: object.");
    }

    private static Optional<String> uniqueName(Conversation conversation) {
        Set<String> seen = new HashSet<>();
        return conversation.tools().stream()
                .filter(tool -> conversation.isFor(ModelTrait.CLAUDE)
                        && tool.is("toolSpec")
                        && !seen.add(tool.text("toolSpec", "name")))
                .map(tool -> tool.at() + ".toolSpec.name: tool names must be unique")
                .findFirst();
    }

    private static Optional<String> choice(Conversation conversation) {
        String chosen = conversation.text("toolConfig", "toolChoice", "tool", "name");
        boolean offered = conversation.tools().stream()
                .anyMatch(tool ->
                        chosen.equals(tool.text("toolSpec", "name")) || chosen.equals(tool.text("systemTool", "name")));
        return chosen.isEmpty() || offered
                ? Optional.empty()
                : Optional.of("The tool at " + conversation.root().member("toolConfig")
                        + ".toolChoice.tool.name is none of the tools.");
    }

    private static Optional<String> choiceModel(Conversation conversation) {
        return conversation.has("toolConfig", "toolChoice", "tool") && conversation.isFor(ModelTrait.NO_TOOL_BY_NAME)
                ? Optional.of("This model doesn't support the toolConfig.toolChoice.tool field."
                        + " Remove toolConfig.toolChoice.tool and try again.")
                : Optional.empty();
    }

    private static Optional<String> notObject(List<Block> blocks, String... way) {
        return blocks.stream()
                .filter(block ->
                        block.get(way).filter(value -> !value.isObject()).isPresent())
                .map(block -> "The format of the value at " + block.at() + '.' + String.join(".", way)
                        + " is invalid. Provide a JSON object and try again.")
                .findFirst();
    }
}
