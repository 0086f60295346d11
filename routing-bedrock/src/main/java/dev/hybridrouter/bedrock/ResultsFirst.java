package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Puts the results of tools in front of what the user says beside them; a cache point stays behind its block. */
record ResultsFirst() implements UnaryOperator<List<ConverseTurn>> {
    @Override
    public List<ConverseTurn> apply(List<ConverseTurn> turns) {
        return turns.stream().map(ResultsFirst::sorted).toList();
    }

    private static ConverseTurn sorted(ConverseTurn turn) {
        if (!turn.has(Content.ToolResult.class)) {
            return turn;
        }
        List<ConverseBlock> results = new ArrayList<>();
        List<ConverseBlock> rest = new ArrayList<>();
        boolean behindResult = false;
        for (ConverseBlock block : turn.blocks()) {
            behindResult = block.isA(Content.ToolResult.class) || (behindResult && block.isA(Content.CachePoint.class));
            (behindResult ? results : rest).add(block);
        }
        results.addAll(rest);
        return turn.with(results);
    }
}
