package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Looks at an answer that the model is to continue: models that continue none are not asked to, and white space at its end,
 * which models refuse, is cut.
 *
 * @param model what the model takes
 */
record LastTurn(BedrockModel model) implements UnaryOperator<List<ConverseTurn>> {
    @Override
    public List<ConverseTurn> apply(List<ConverseTurn> turns) {
        ConverseTurn last = turns.get(turns.size() - 1);
        if (last.isUser()) {
            return turns;
        }
        if (!model.takes(BedrockFeature.PREFILL)) {
            throw RequestRefusal.unsupported(
                    last.field(),
                    "an answer to continue",
                    "a last turn of the USER, as the model continues no answers");
        }
        List<ConverseTurn> all = new ArrayList<>(turns);
        all.set(turns.size() - 1, cut(last));
        return all;
    }

    private static ConverseTurn cut(ConverseTurn turn) {
        List<ConverseBlock> blocks = new ArrayList<>(turn.blocks());
        int end = blocks.size() - 1;
        while (end > 0 && blocks.get(end).isA(Content.CachePoint.class)) {
            end--;
        }
        if (blocks.get(end).content() instanceof Content.Text text) {
            blocks.set(end, blocks.get(end).with(Content.text(text.text().stripTrailing())));
        }
        return turn.with(blocks);
    }
}
