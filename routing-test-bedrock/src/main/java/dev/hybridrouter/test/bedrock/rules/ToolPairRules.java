package dev.hybridrouter.test.bedrock.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Each tool use has its result in the next turn, and each result its use in the turn before. */
final class ToolPairRules {
    private static final String PAIRS = Docs.reports(
            "camel-ai/camel/issues/3954", "zeroclaw-labs/zeroclaw/pull/1476", "pydantic/pydantic-ai/issues/3253");

    private static final Predicate<String> ID_FOR_CLAUDE =
            Pattern.compile("[a-zA-Z0-9_-]+").asMatchPredicate();

    private static final ConversationRule ROLE = ConversationRule.ofService(
            "pair.role", "Tool uses are the assistant's, tool results the user's.", Docs.TOOLS, ToolPairRules::role);

    private static final ConversationRule ID_UNIQUE = ConversationRule.ofService(
            "pair.id-unique",
            "No two tool uses of a message have one id; to Claude, no two of the conversation.",
            Docs.reports("double16/Cyber-AutoAgent-ng/issues/27", "anthropics/claude-code/issues/28515"),
            ToolPairRules::uniqueId);

    private static final ConversationRule ID_MODEL = ConversationRule.ofModel(
            "pair.id-model",
            "The id of a tool use has letters, digits, underscores and hyphens only (Claude).",
            Docs.reports("BerriAI/litellm/pull/24210", "earendil-works/pi/pull/781"),
            ToolPairRules::idOfModel);

    private static final ConversationRule ANSWERED = ConversationRule.ofService(
            "pair.answered", "Each tool use has a result in the next turn.", PAIRS, ToolPairRules::answered);

    private static final ConversationRule KNOWN = ConversationRule.ofService(
            "pair.known",
            "Each tool result answers another tool use of the turn before.",
            Docs.reports("langgenius/dify-official-plugins/issues/765", "Just-Curieous/Curie/issues/16"),
            ToolPairRules::known);

    private static final ConversationRule FIRST = ConversationRule.ofModel(
            "pair.first",
            "Tool results come before all else in their turn (Claude).",
            Docs.reports("langchain-ai/langchain-aws/issues/451", "Amazon-Q-Developer/language-servers/pull/1235"),
            ToolPairRules::first);

    private static final ConversationRule ERROR_CONTENT = ConversationRule.ofService(
            "pair.error-content",
            "A result with the status error has content.",
            Docs.reports("aws-samples/sample-multi-agent-orchestration-chat-on-agentcore/issues/15"),
            ToolPairRules::errorContent);

    private static final ConversationRule STATUS_MODEL = ConversationRule.ofService(
            "pair.status-model",
            "A result has a status only where the model knows that (Claude, Nova).",
            Docs.TOOL_RESULT + ". " + Docs.reports("strands-agents/sdk-typescript/pull/89"),
            ToolPairRules::statusModel);

    private ToolPairRules() {}

    static List<ConversationRule> all() {
        return List.of(ROLE, ID_UNIQUE, ID_MODEL, ANSWERED, KNOWN, FIRST, ERROR_CONTENT, STATUS_MODEL);
    }

    private static Optional<String> role(Conversation conversation) {
        return conversation.turns().stream()
                .flatMap(turn -> turn.all(turn.isUser() ? "toolUse" : "toolResult").stream()
                        .map(block -> "The block at " + block.at() + " cannot be in a message of the role "
                                + turn.role() + "."))
                .findFirst();
    }

    private static Optional<String> uniqueId(Conversation conversation) {
        Set<String> seen = new HashSet<>();
        for (ConversationTurn turn : conversation.turns()) {
            if (!conversation.isFor(ModelTrait.CLAUDE)) {
                seen.clear();
            }
            for (Block use : turn.all("toolUse")) {
                if (!seen.add(use.text("toolUse", "toolUseId"))) {
                    return Optional.of(
                            "The toolUse blocks contain duplicate Ids; the one at " + use.at() + " was used before.");
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> idOfModel(Conversation conversation) {
        return conversation.isFor(ModelTrait.CLAUDE)
                ? conversation
                        .all("toolUse")
                        .filter(use -> !ID_FOR_CLAUDE.test(use.text("toolUse", "toolUseId")))
                        .map(use -> use.at() + ".tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'")
                        .findFirst()
                : Optional.empty();
    }

    private static Optional<String> answered(Conversation conversation) {
        List<ConversationTurn> turns = conversation.turns();
        for (int i = 0; i < turns.size(); i++) {
            List<String> missing = new ArrayList<>(turns.get(i).texts("toolUse", "toolUseId"));
            MemberPath next = conversation.root().member("messages").item(i + 1);
            if (i + 1 < turns.size()) {
                missing.removeAll(turns.get(i + 1).texts("toolResult", "toolUseId"));
            }
            if (!missing.isEmpty()) {
                return Optional.of("Expected toolResult blocks at " + next + ".content for the following Ids: "
                        + String.join(", ", missing));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> known(Conversation conversation) {
        List<ConversationTurn> turns = conversation.turns();
        for (int i = 0; i < turns.size(); i++) {
            List<String> open =
                    new ArrayList<>(i == 0 ? List.of() : turns.get(i - 1).texts("toolUse", "toolUseId"));
            for (Block result : turns.get(i).all("toolResult")) {
                if (!open.remove(result.text("toolResult", "toolUseId"))) {
                    return Optional.of("The toolResult block at " + result.at()
                            + " answers no toolUse block of the previous turn that is open still.");
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> first(Conversation conversation) {
        return conversation.isFor(ModelTrait.CLAUDE)
                ? conversation.turns().stream()
                        .filter(ToolPairRules::hasResultBehindOther)
                        .map(turn -> turn.at() + ".content: Did not find all `tool_result` blocks at the beginning of"
                                + " this message")
                        .findFirst()
                : Optional.empty();
    }

    private static boolean hasResultBehindOther(ConversationTurn turn) {
        List<Block> results = turn.all("toolResult");
        return !results.isEmpty()
                && turn.blocks().stream()
                        .filter(block -> !block.is("cachePoint"))
                        .limit(results.size())
                        .anyMatch(block -> !block.is("toolResult"));
    }

    private static Optional<String> errorContent(Conversation conversation) {
        return conversation
                .all("toolResult")
                .filter(result -> result.text("toolResult", "status").equals("error")
                        && result.results().isEmpty())
                .map(result ->
                        "The content field at " + result.at() + ".toolResult cannot be empty when the status is error.")
                .findFirst();
    }

    private static Optional<String> statusModel(Conversation conversation) {
        return conversation.isFor(ModelTrait.NO_RESULT_STATUS)
                ? conversation
                        .all("toolResult")
                        .filter(result -> result.get("toolResult", "status").isPresent())
                        .map(result -> "This model doesn't support the toolResult.status field, which is set at "
                                + result.at() + ". Remove it and try again.")
                        .findFirst()
                : Optional.empty();
    }
}
