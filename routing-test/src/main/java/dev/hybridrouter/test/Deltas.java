package dev.hybridrouter.test;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Delta;
import java.util.ArrayList;
import java.util.List;

/** Cuts content into the pieces in which a provider would stream it. */
final class Deltas {
    private Deltas() {}

    static List<Delta> ofTexts(List<String> texts) {
        return texts.stream().<Delta>map(text -> new Delta.TextDelta(0, text)).toList();
    }

    static List<Delta> of(List<Content> content) {
        List<Delta> deltas = new ArrayList<>();
        for (int block = 0; block < content.size(); block++) {
            addTo(deltas, block, content.get(block));
        }
        return List.copyOf(deltas);
    }

    private static void addTo(List<Delta> deltas, int block, Content content) {
        if (content instanceof Content.Text text) {
            deltas.add(new Delta.TextDelta(block, text.text()));
        } else if (content instanceof Content.Reasoning reasoning) {
            deltas.add(new Delta.ReasoningDelta(block, reasoning.text()));
            deltas.add(new Delta.ReasoningSignature(block, reasoning.signature()));
        } else if (content instanceof Content.ToolUse tool) {
            deltas.add(new Delta.ToolUseStarted(block, tool.id(), tool.name()));
            deltas.add(new Delta.ToolInputDelta(block, tool.input().text()));
            deltas.add(new Delta.BlockCompleted(block, content));
        } else {
            deltas.add(new Delta.BlockCompleted(block, content));
        }
    }
}
