package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Puts the results of tools in front of what the user says beside them; a cache point stays behind its block. */
record ResultsFirst() implements UnaryOperator<List<Turn>> {
    @Override
    public List<Turn> apply(List<Turn> turns) {
        return turns.stream().map(ResultsFirst::sorted).toList();
    }

    private static Turn sorted(Turn turn) {
        if (!turn.has(Content.ToolResult.class)) {
            return turn;
        }
        List<Block> results = new ArrayList<>();
        List<Block> rest = new ArrayList<>();
        boolean behindResult = false;
        for (Block block : turn.blocks()) {
            behindResult = block.isA(Content.ToolResult.class) || (behindResult && block.isA(Content.CachePoint.class));
            (behindResult ? results : rest).add(block);
        }
        results.addAll(rest);
        return turn.with(results);
    }
}
