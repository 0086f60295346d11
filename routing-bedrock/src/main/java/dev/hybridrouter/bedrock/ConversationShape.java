package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Message;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Gives a conversation the shape that the service takes. The steps, in this order, are the only place that knows that shape;
 * each leaves alone what is right already, and refuses by field what it cannot mend.
 */
final class ConversationShape {
    private ConversationShape() {}

    static List<ConverseTurn> of(List<Message> messages, BedrockModel model, ToolNames names, Adjustments adjustments) {
        List<UnaryOperator<List<ConverseTurn>>> steps = List.of(
                new VisibleBlocks(model, adjustments),
                new JoinedTurns(),
                new SpeakersCheck(),
                new MediaCounts(),
                new ToolPairs(),
                new ToolAliases(model, names),
                new ResultsFirst(),
                new DocumentTexts(),
                new LastTurn(model));
        List<ConverseTurn> turns = ConverseTurn.of(messages);
        for (UnaryOperator<List<ConverseTurn>> step : steps) {
            turns = step.apply(turns);
        }
        return turns;
    }
}
