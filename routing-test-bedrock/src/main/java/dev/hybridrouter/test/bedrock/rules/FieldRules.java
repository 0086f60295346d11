package dev.hybridrouter.test.bedrock.rules;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** Fields beside the conversation. */
final class FieldRules {
    private static final Pattern POINTER_FORM = Pattern.compile("(/([^~/]|~[01])*)+");

    private static final ConversationRule ADDITIONAL = ConversationRule.ofService(
            "field.additional",
            "Additional fields for the model are a JSON object.",
            Docs.CONVERSE,
            FieldRules::additional);

    private static final ConversationRule POINTER = ConversationRule.ofService(
            "field.pointer",
            "The paths of additional response fields are JSON pointers, none empty.",
            Docs.CONVERSE,
            FieldRules::pointer);

    private static final ConversationRule GUARDRAIL = ConversationRule.ofService(
            "field.guardrail",
            "A guardrail is named with its identifier and its version.",
            "https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-use-converse-api.html",
            FieldRules::guardrail);

    private static final ConversationRule ANSWER_SCHEMA = ConversationRule.ofService(
            "field.answer-schema",
            "The schema of an answer is the text of a JSON object.",
            "https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html",
            FieldRules::answerSchema);

    private static final ConversationRule ONE_SAMPLING = ConversationRule.ofModel(
            "field.one-sampling",
            "A temperature or topP but not both, to models that say so (Claude 4.5 and its contemporaries).",
            Docs.CLAUDE + ". " + Docs.reports("mem0ai/mem0/issues/3891", "BerriAI/litellm/issues/15070"),
            FieldRules::oneSampling);

    private static final ConversationRule NO_SAMPLING = ConversationRule.ofModel(
            "field.no-sampling",
            "No temperature or topP but 1, to models that say so (Claude Opus 4.7 and later).",
            Docs.reports(
                    "livekit/agents/pull/6619",
                    "aws-solutions-library-samples/accelerated-intelligent-document-processing-on-aws/pull/426"),
            FieldRules::noSampling);

    private FieldRules() {}

    static List<ConversationRule> all() {
        return List.of(ADDITIONAL, POINTER, GUARDRAIL, ANSWER_SCHEMA, ONE_SAMPLING, NO_SAMPLING);
    }

    private static Optional<String> additional(Conversation conversation) {
        return JsonMembers.at(conversation.body(), "additionalModelRequestFields")
                .filter(fields -> !fields.isObject())
                .map(fields ->
                        "The format of the value at " + conversation.root().member("additionalModelRequestFields")
                                + " is invalid. Provide a JSON object and try again.");
    }

    private static Optional<String> pointer(Conversation conversation) {
        MemberPath list = conversation.root().member("additionalModelResponseFieldPaths");
        return Block.of(list, JsonMembers.items(conversation.body(), "additionalModelResponseFieldPaths")).stream()
                .filter(path -> !POINTER_FORM.matcher(path.node().asString()).matches())
                .map(path -> "The value at " + path.at() + " is not a JSON pointer.")
                .findFirst();
    }

    private static Optional<String> guardrail(Conversation conversation) {
        return Stream.of("guardrailIdentifier", "guardrailVersion")
                .filter(name -> conversation.has("guardrailConfig")
                        && conversation.text("guardrailConfig", name).isEmpty())
                .map(name -> "The guardrailConfig." + name
                        + " field is empty. Provide guardrailIdentifier and guardrailVersion together.")
                .findFirst();
    }

    private static Optional<String> answerSchema(Conversation conversation) {
        return JsonMembers.at(conversation.body(), "outputConfig", "textFormat", "structure", "jsonSchema", "schema")
                .filter(schema -> JsonMembers.parse(schema.asString())
                        .filter(JsonNode::isObject)
                        .isEmpty())
                .map(schema ->
                        "The value at outputConfig.textFormat.structure.jsonSchema.schema is not the text of a JSON"
                                + " object.");
    }

    private static Optional<String> oneSampling(Conversation conversation) {
        return conversation.isFor(ModelTrait.ONE_SAMPLING_FIELD)
                        && conversation.has("inferenceConfig", "temperature")
                        && conversation.has("inferenceConfig", "topP")
                ? Optional.of("`temperature` and `top_p` cannot both be specified for this model. Please use only one.")
                : Optional.empty();
    }

    private static Optional<String> noSampling(Conversation conversation) {
        return conversation.isFor(ModelTrait.NO_SAMPLING)
                ? Stream.of("temperature", "topP")
                        .filter(name -> JsonMembers.at(conversation.body(), "inferenceConfig", name)
                                .filter(FieldRules::isNotOne)
                                .isPresent())
                        .map(name -> "`" + (name.equals("topP") ? "top_p" : name) + "` is deprecated for this model.")
                        .findFirst()
                : Optional.empty();
    }

    private static boolean isNotOne(JsonNode number) {
        return new BigDecimal(number.asNumber()).compareTo(BigDecimal.ONE) != 0;
    }
}
