package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Content;
import java.util.List;
import java.util.function.UnaryOperator;

/** Refuses blocks in the turn of the wrong side: models ask for tools, users hand in results, images and documents. */
record SpeakersCheck() implements UnaryOperator<List<Turn>> {
    @Override
    public List<Turn> apply(List<Turn> turns) {
        for (Turn turn : turns) {
            turn.blocks().forEach(block -> check(turn, block));
        }
        return turns;
    }

    private static void check(Turn turn, Block block) {
        if (turn.isUser() && block.isA(Content.ToolUse.class)) {
            throw Refusal.invalid(block.field(), "a tool use of the USER", "tool uses in turns of the ASSISTANT");
        }
        if (!turn.isUser() && block.isA(Content.ToolResult.class)) {
            throw Refusal.invalid(block.field(), "a tool result of the ASSISTANT", "tool results in turns of the USER");
        }
        if (!turn.isUser() && (block.isA(Content.Image.class) || block.isA(Content.Document.class))) {
            throw Refusal.unsupported(
                    block.field(), "media of the ASSISTANT", "images and documents in turns of the USER");
        }
    }
}
