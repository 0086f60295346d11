package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Content.ToolResult;
import dev.hybridrouter.api.content.Content.ToolUse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Refuses a tool use without its result in the turn after it, and a result without its use in the turn before it: the service
 * refuses both, and neither a missing result nor a missing use can be made up.
 */
record ToolPairs() implements UnaryOperator<List<ConverseTurn>> {
    @Override
    public List<ConverseTurn> apply(List<ConverseTurn> turns) {
        Map<String, ConverseBlock> open = new LinkedHashMap<>();
        for (ConverseTurn turn : turns) {
            if (turn.isUser()) {
                answer(turn, open);
            }
            checkAllAnswered(open);
            open = uses(turn);
        }
        checkAllAnswered(open);
        return turns;
    }

    private static Map<String, ConverseBlock> uses(ConverseTurn turn) {
        Map<String, ConverseBlock> uses = new LinkedHashMap<>();
        for (ConverseBlock block : turn.blocks()) {
            if (block.content() instanceof ToolUse use && uses.put(use.id(), block) != null) {
                throw RequestRefusal.invalid(
                        block.field() + ".id", quoted(use.id()) + " twice", "each id once in a turn");
            }
        }
        return uses;
    }

    /** Takes the uses that the turn answers away. */
    private static void answer(ConverseTurn turn, Map<String, ConverseBlock> open) {
        for (ConverseBlock block : turn.blocks()) {
            if (block.content() instanceof ToolResult result && open.remove(result.toolUseId()) == null) {
                throw RequestRefusal.invalid(
                        block.field() + ".toolUseId",
                        quoted(result.toolUseId()),
                        "the id of a tool use in the turn before it, once");
            }
        }
    }

    private static void checkAllAnswered(Map<String, ConverseBlock> open) {
        for (ConverseBlock block : open.values()) {
            throw RequestRefusal.invalid(
                    block.field(),
                    "tool use " + quoted(((ToolUse) block.content()).id()) + " without a result",
                    "its tool result in the turn after it");
        }
    }

    private static String quoted(String id) {
        return '"' + id + '"';
    }
}
