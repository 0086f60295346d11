package dev.hybridrouter.test.bedrock.rules;

import java.util.List;
import java.util.Optional;

/** Reasoning that is sent back. */
final class ReasoningRules {
    private static final ConversationRule ROLE = ConversationRule.ofModel(
            "reasoning.role",
            "Reasoning is the assistant's.",
            Docs.reports("langchain-ai/langchain-aws/issues/401"),
            ReasoningRules::role);

    private static final ConversationRule SIGNATURE = ConversationRule.ofModel(
            "reasoning.signature",
            "Reasoning comes back with its signature (Claude).",
            "https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ReasoningTextBlock.html. "
                    + Docs.reports("maximhq/bifrost/pull/6942"),
            ReasoningRules::signature);

    private static final ConversationRule MODEL = ConversationRule.ofModel(
            "reasoning.model",
            "No reasoning comes back to models that take none (DeepSeek).",
            Docs.reports("langchain-ai/langchain-aws/issues/401", "aws-samples/bedrock-chat/pull/851"),
            ReasoningRules::model);

    private ReasoningRules() {}

    static List<ConversationRule> all() {
        return List.of(ROLE, SIGNATURE, MODEL);
    }

    private static Optional<String> role(Conversation conversation) {
        return conversation.turns().stream()
                .filter(turn -> !turn.isAssistant())
                .flatMap(turn -> turn.all("reasoningContent").stream())
                .map(block -> block.at() + ": user messages cannot contain reasoning content")
                .findFirst();
    }

    private static Optional<String> signature(Conversation conversation) {
        return conversation.isFor(ModelTrait.CLAUDE)
                ? conversation
                        .all("reasoningContent")
                        .filter(block ->
                                block.get("reasoningContent", "reasoningText").isPresent())
                        .filter(block -> block.text("reasoningContent", "reasoningText", "signature")
                                .isBlank())
                        .map(block -> block.at() + ".thinking.signature: Field required")
                        .findFirst()
                : Optional.empty();
    }

    private static Optional<String> model(Conversation conversation) {
        return conversation.isFor(ModelTrait.NO_REASONING)
                ? conversation
                        .all("reasoningContent")
                        .map(block -> block.at() + ".reasoningContent: this model takes no reasoning content back")
                        .findFirst()
                : Optional.empty();
    }
}
