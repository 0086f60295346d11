package dev.hybridrouter.test.bedrock.rules;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Text that must not be blank. */
final class TextRules {
    private static final String BLANK_TEXT = Docs.reports(
            "aws-samples/bedrock-engineer/issues/8",
            "NousResearch/hermes-agent/pull/63983",
            "anomalyco/opencode/issues/15715");

    private static final ConversationRule BLANK = ConversationRule.ofService(
            "text.blank",
            "Text of a message is not blank.",
            BLANK_TEXT,
            conversation -> blank(conversation.all("text"), "text"));

    private static final ConversationRule SYSTEM_BLANK = ConversationRule.ofService(
            "text.system-blank",
            "Text of the system prompt is not blank.",
            BLANK_TEXT,
            conversation -> blank(conversation.system().stream().filter(block -> block.is("text")), "text"));

    private static final ConversationRule GUARDED_BLANK = ConversationRule.ofService(
            "text.guarded-blank",
            "Text for a guardrail is not blank.",
            Docs.reports("aws-samples/bedrock-chat/issues/637"),
            conversation -> blank(
                    Stream.concat(
                            conversation.all("guardContent"),
                            conversation.system().stream().filter(block -> block.is("guardContent"))),
                    "guardContent",
                    "text",
                    "text"));

    private static final ConversationRule RESULT_BLANK = ConversationRule.ofService(
            "text.result-blank",
            "Text of a tool result is not blank.",
            Docs.reports("NousResearch/hermes-agent/issues/55092", "strands-agents/harness-sdk/issues/2122"),
            conversation -> blank(
                    conversation
                            .all("toolResult")
                            .flatMap(block -> block.results().stream())
                            .filter(block -> block.is("text")),
                    "text"));

    private static final ConversationRule PREFILL_SPACE = ConversationRule.ofModel(
            "text.prefill-space",
            "The begun answer at the end of a conversation does not end in white space (Claude).",
            Docs.reports("langchain-ai/langchain-aws/pull/599", "vercel/ai/pull/3115"),
            TextRules::prefillSpace);

    private static final ConversationRule STOP_BLANK = ConversationRule.ofModel(
            "text.stop-blank",
            "Stop sequences are not blank (Claude).",
            Docs.reports("BerriAI/litellm/issues/3286"),
            TextRules::stopBlank);

    private TextRules() {}

    static List<ConversationRule> all() {
        return List.of(BLANK, SYSTEM_BLANK, GUARDED_BLANK, RESULT_BLANK, PREFILL_SPACE, STOP_BLANK);
    }

    private static Optional<String> blank(Stream<Block> blocks, String... way) {
        return blocks.filter(
                        block -> block.get(way).isPresent() && block.text(way).isBlank())
                .map(block -> "The text field in the block at " + block.at() + '.' + String.join(".", way)
                        + " is blank. Add text and try again.")
                .findFirst();
    }

    private static Optional<String> prefillSpace(Conversation conversation) {
        return conversation.isFor(ModelTrait.CLAUDE)
                ? conversation
                        .last()
                        .filter(ConversationTurn::isAssistant)
                        .flatMap(turn -> turn.all("text").stream().reduce((one, next) -> next))
                        .filter(end -> endsInSpace(end.text("text")))
                        .map(end -> end.at() + ".text: the last assistant turn cannot end with white space")
                : Optional.empty();
    }

    private static boolean endsInSpace(String text) {
        return !text.equals(text.stripTrailing());
    }

    private static Optional<String> stopBlank(Conversation conversation) {
        MemberPath list = conversation.root().member("inferenceConfig").member("stopSequences");
        return Block.of(list, JsonMembers.items(conversation.body(), "inferenceConfig", "stopSequences")).stream()
                .filter(stop -> conversation.isFor(ModelTrait.CLAUDE)
                        && stop.node().asString().isBlank())
                .map(stop -> stop.at() + ": each stop sequence must contain more than white space")
                .findFirst();
    }
}
