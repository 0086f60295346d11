package dev.hybridrouter.test.bedrock.rules;

import java.util.List;
import java.util.Optional;

/** How turns follow each other. */
final class TurnRules {
    private static final ConversationRule PRESENT = ConversationRule.ofService(
            "turn.present",
            "A conversation has at least one message, unless the model id is a prompt of prompt management.",
            Docs.CONVERSE,
            TurnRules::present);

    private static final ConversationRule CONTENT = ConversationRule.ofService(
            "turn.content",
            "Each message has at least one block.",
            Docs.reports("langchain-ai/langchain/issues/26968", "earendil-works/pi/pull/3443"),
            TurnRules::content);

    private static final ConversationRule FIRST_USER = ConversationRule.ofService(
            "turn.first-user",
            "The first message is the user's.",
            Docs.reports("elastic/kibana/pull/246393", "quarkiverse/quarkus-langchain4j/issues/1764"),
            TurnRules::firstIsUser);

    private static final ConversationRule ALTERNATE = ConversationRule.ofService(
            "turn.alternate",
            "Messages of user and assistant alternate; system messages between them do not count.",
            Docs.reports("langchain-ai/langchain-aws/issues/192", "microsoft/semantic-kernel/issues/10281"),
            TurnRules::alternate);

    private static final ConversationRule LAST_USER = ConversationRule.ofModel(
            "turn.last-user",
            "The last message is the user's, to models that go on with no answer of others (Claude 4.6 and later).",
            Docs.reports("NousResearch/hermes-agent/pull/101401", "XiaomiMiMo/MiMo-Code/pull/1703"),
            TurnRules::lastIsUser);

    private TurnRules() {}

    static List<ConversationRule> all() {
        return List.of(PRESENT, CONTENT, FIRST_USER, ALTERNATE, LAST_USER);
    }

    private static Optional<String> present(Conversation conversation) {
        boolean prompt = conversation.modelId().contains(":prompt/");
        return conversation.turns().isEmpty() && !prompt
                ? Optional.of("The " + conversation.root().member("messages")
                        + " field is empty. Provide at least one message and try again.")
                : Optional.empty();
    }

    private static Optional<String> content(Conversation conversation) {
        return conversation.turns().stream()
                .filter(turn -> turn.blocks().isEmpty())
                .map(turn -> "The content field in the Message object at " + turn.at()
                        + " is empty. Add a content block and try again.")
                .findFirst();
    }

    private static Optional<String> firstIsUser(Conversation conversation) {
        return conversation.turns().stream()
                .filter(turn -> turn.isUser() || turn.isAssistant())
                .findFirst()
                .filter(ConversationTurn::isAssistant)
                .map(turn -> "A conversation must start with a user message; the one at " + turn.at()
                        + " is of the role " + turn.role() + ".");
    }

    private static Optional<String> alternate(Conversation conversation) {
        List<ConversationTurn> turns = conversation.turns().stream()
                .filter(turn -> turn.isUser() || turn.isAssistant())
                .toList();
        for (int i = 1; i < turns.size(); i++) {
            if (turns.get(i).role().equals(turns.get(i - 1).role())) {
                return Optional.of("A conversation must alternate between user and assistant roles; "
                        + turns.get(i - 1).at() + " and " + turns.get(i).at() + " are both of the role "
                        + turns.get(i).role() + ".");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> lastIsUser(Conversation conversation) {
        return conversation.isFor(ModelTrait.NO_PREFILL)
                ? conversation
                        .last()
                        .filter(ConversationTurn::isAssistant)
                        .map(turn ->
                                "This model does not support assistant message prefill. The conversation must end with a"
                                        + " user message, but " + turn.at() + " is the assistant's.")
                : Optional.empty();
    }
}
