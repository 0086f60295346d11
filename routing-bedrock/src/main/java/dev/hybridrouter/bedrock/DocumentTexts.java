package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Puts a text beside documents that have none, because the service takes no document without one. */
record DocumentTexts() implements UnaryOperator<List<Turn>> {
    static final String ATTACHED = "(document attached)";

    @Override
    public List<Turn> apply(List<Turn> turns) {
        return turns.stream().map(DocumentTexts::captioned).toList();
    }

    private static Turn captioned(Turn turn) {
        if (!turn.has(Content.Document.class) || turn.has(Content.Text.class)) {
            return turn;
        }
        List<Block> blocks = new ArrayList<>(turn.blocks());
        blocks.add(new Block(Content.text(ATTACHED), turn.field()));
        return turn.with(blocks);
    }
}
