package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Content;
import java.util.List;
import java.util.function.UnaryOperator;

/** Refuses more images or documents in one turn than the service takes. Source: Converse API reference, Message. */
record MediaCounts() implements UnaryOperator<List<ConverseTurn>> {
    private static final int MOST_IMAGES = 20;
    private static final int MOST_DOCUMENTS = 5;

    @Override
    public List<ConverseTurn> apply(List<ConverseTurn> turns) {
        for (ConverseTurn turn : turns) {
            check(turn, Content.Image.class, MOST_IMAGES, "images");
            check(turn, Content.Document.class, MOST_DOCUMENTS, "documents");
        }
        return turns;
    }

    private static void check(ConverseTurn turn, Class<? extends Content> type, int most, String name) {
        List<ConverseBlock> all =
                turn.blocks().stream().filter(block -> block.isA(type)).toList();
        if (all.size() > most) {
            throw RequestRefusal.unsupported(
                    all.get(most).field(), all.size() + " " + name, "at most " + most + " " + name + " in one turn");
        }
    }
}
