package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Leaves out what the service refuses and a model would not miss: blank text, which models answer, reasoning that the model
 * does not take back, and reasoning at the end of a turn, which leads nowhere. A turn may become empty.
 *
 * @param model what the model takes
 * @param adjustments hears of reasoning that is left out
 */
record VisibleBlocks(BedrockModel model, Adjustments adjustments) implements UnaryOperator<List<ConverseTurn>> {
    @Override
    public List<ConverseTurn> apply(List<ConverseTurn> turns) {
        return turns.stream().map(this::visible).toList();
    }

    private ConverseTurn visible(ConverseTurn turn) {
        List<ConverseBlock> kept = new ArrayList<>(turn.blocks().size());
        for (ConverseBlock block : turn.blocks()) {
            if (isTaken(block.content())) {
                kept.add(block);
            } else if (isReasoning(block)) {
                adjustments.reasoningStripped();
            }
        }
        cutEnd(kept);
        return turn.with(kept);
    }

    /** A turn ends with what is said. Cache points behind reasoning are refused as well. */
    private void cutEnd(List<ConverseBlock> blocks) {
        int end = blocks.size();
        while (end > 0
                && (isReasoning(blocks.get(end - 1)) || blocks.get(end - 1).isA(Content.CachePoint.class))) {
            end--;
        }
        List<ConverseBlock> rest = blocks.subList(end, blocks.size());
        if (rest.stream().anyMatch(VisibleBlocks::isReasoning)) {
            adjustments.reasoningStripped();
            rest.clear();
        } else if (end == 0) {
            rest.clear();
        }
    }

    private boolean isTaken(Content content) {
        if (content instanceof Content.Text text) {
            return !text.text().isBlank();
        } else if (content instanceof Content.Reasoning reasoning) {
            return model.takes(
                    reasoning.signature().isEmpty()
                            ? BedrockFeature.UNSIGNED_REASONING
                            : BedrockFeature.SIGNED_REASONING);
        }
        return !(content instanceof Content.RedactedReasoning) || model.takes(BedrockFeature.SIGNED_REASONING);
    }

    private static boolean isReasoning(ConverseBlock block) {
        return block.isA(Content.Reasoning.class) || block.isA(Content.RedactedReasoning.class);
    }
}
