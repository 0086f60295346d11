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
record ToolPairs() implements UnaryOperator<List<Turn>> {
    @Override
    public List<Turn> apply(List<Turn> turns) {
        Map<String, Block> open = new LinkedHashMap<>();
        for (Turn turn : turns) {
            if (turn.isUser()) {
                answer(turn, open);
            }
            checkAllAnswered(open);
            open = uses(turn);
        }
        checkAllAnswered(open);
        return turns;
    }

    private static Map<String, Block> uses(Turn turn) {
        Map<String, Block> uses = new LinkedHashMap<>();
        for (Block block : turn.blocks()) {
            if (block.content() instanceof ToolUse use && uses.put(use.id(), block) != null) {
                throw Refusal.invalid(block.field() + ".id", quoted(use.id()) + " twice", "each id once in a turn");
            }
        }
        return uses;
    }

    /** Takes the uses that the turn answers away. */
    private static void answer(Turn turn, Map<String, Block> open) {
        for (Block block : turn.blocks()) {
            if (block.content() instanceof ToolResult result && open.remove(result.toolUseId()) == null) {
                throw Refusal.invalid(
                        block.field() + ".toolUseId",
                        quoted(result.toolUseId()),
                        "the id of a tool use in the turn before it, once");
            }
        }
    }

    private static void checkAllAnswered(Map<String, Block> open) {
        for (Block block : open.values()) {
            throw Refusal.invalid(
                    block.field(),
                    "tool use " + quoted(((ToolUse) block.content()).id()) + " without a result",
                    "its tool result in the turn after it");
        }
    }

    private static String quoted(String id) {
        return '"' + id + '"';
    }
}
