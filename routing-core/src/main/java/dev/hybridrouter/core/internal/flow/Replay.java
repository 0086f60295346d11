package dev.hybridrouter.core.internal.flow;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.response.ModelResponse;
import java.util.ArrayList;
import java.util.List;

/** Turns a whole answer into the pieces of a stream. */
public final class Replay {
    private Replay() {}

    /** Returns the pieces of an answer, in order. */
    public static List<Delta> of(ModelResponse response) {
        List<Delta> pieces = new ArrayList<>(response.content().size());
        for (int block = 0; block < response.content().size(); block++) {
            add(block, response.content().get(block), pieces);
        }
        return pieces;
    }

    private static void add(int block, Content content, List<Delta> pieces) {
        if (content instanceof Content.Text text) {
            pieces.add(new Delta.TextDelta(block, text.text()));
        } else if (content instanceof Content.Reasoning reasoning) {
            pieces.add(new Delta.ReasoningDelta(block, reasoning.text()));
            if (!reasoning.signature().isEmpty()) {
                pieces.add(new Delta.ReasoningSignature(block, reasoning.signature()));
            }
        } else if (content instanceof Content.ToolUse use) {
            pieces.add(new Delta.ToolUseStarted(block, use.id(), use.name()));
            pieces.add(new Delta.ToolInputDelta(block, use.input().text()));
            pieces.add(new Delta.BlockCompleted(block, use));
        } else {
            pieces.add(new Delta.BlockCompleted(block, content));
        }
    }
}
