package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Puts a text beside documents that have none, because the service takes no document without one. */
record DocumentTexts() implements UnaryOperator<List<ConverseTurn>> {
    static final String ATTACHED = "(document attached)";

    @Override
    public List<ConverseTurn> apply(List<ConverseTurn> turns) {
        return turns.stream().map(DocumentTexts::captioned).toList();
    }

    private static ConverseTurn captioned(ConverseTurn turn) {
        if (!turn.has(Content.Document.class) || turn.has(Content.Text.class)) {
            return turn;
        }
        List<ConverseBlock> blocks = new ArrayList<>(turn.blocks());
        blocks.add(new ConverseBlock(Content.text(ATTACHED), turn.field()));
        return turn.with(blocks);
    }
}
