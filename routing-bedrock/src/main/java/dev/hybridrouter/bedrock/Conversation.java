package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Message;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Gives a conversation the shape that the service takes. The steps, in this order, are the only place that knows that shape;
 * each leaves alone what is right already, and refuses by field what it cannot mend.
 */
final class Conversation {
    private Conversation() {}

    static List<Turn> of(List<Message> messages, BedrockModel model, ToolNames names, Adjustments adjustments) {
        List<UnaryOperator<List<Turn>>> steps = List.of(
                new VisibleBlocks(model, adjustments),
                new JoinedTurns(),
                new SpeakersCheck(),
                new MediaCounts(),
                new ToolPairs(),
                new ToolAliases(model, names),
                new ResultsFirst(),
                new DocumentTexts(),
                new LastTurn(model));
        List<Turn> turns = Turn.of(messages);
        for (UnaryOperator<List<Turn>> step : steps) {
            turns = step.apply(turns);
        }
        return turns;
    }
}
