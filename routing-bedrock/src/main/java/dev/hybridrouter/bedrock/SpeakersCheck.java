package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Content;
import java.util.List;
import java.util.function.UnaryOperator;

/** Refuses blocks in the turn of the wrong side: models ask for tools, users hand in results, images and documents. */
record SpeakersCheck() implements UnaryOperator<List<ConverseTurn>> {
    @Override
    public List<ConverseTurn> apply(List<ConverseTurn> turns) {
        for (ConverseTurn turn : turns) {
            turn.blocks().forEach(block -> check(turn, block));
        }
        return turns;
    }

    private static void check(ConverseTurn turn, ConverseBlock block) {
        if (turn.isUser() && block.isA(Content.ToolUse.class)) {
            throw RequestRefusal.invalid(
                    block.field(), "a tool use of the USER", "tool uses in turns of the ASSISTANT");
        }
        if (!turn.isUser() && block.isA(Content.ToolResult.class)) {
            throw RequestRefusal.invalid(
                    block.field(), "a tool result of the ASSISTANT", "tool results in turns of the USER");
        }
        if (!turn.isUser() && (block.isA(Content.Image.class) || block.isA(Content.Document.class))) {
            throw RequestRefusal.unsupported(
                    block.field(), "media of the ASSISTANT", "images and documents in turns of the USER");
        }
    }
}
