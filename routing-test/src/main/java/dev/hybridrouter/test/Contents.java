package dev.hybridrouter.test;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Delta;
import java.util.ArrayList;
import java.util.List;

/** Puts pieces together to the content a whole answer would have. */
final class Contents {
    private Contents() {}

    static List<Content> of(List<Delta> pieces) {
        StringBuilder text = new StringBuilder();
        List<Content> content = new ArrayList<>();
        for (Delta piece : pieces) {
            if (piece instanceof Delta.TextDelta delta) {
                text.append(delta.text());
            } else if (piece instanceof Delta.BlockCompleted block) {
                content.add(block.content());
            }
        }
        if (text.length() > 0) {
            content.add(0, new Content.Text(text.toString()));
        }
        return List.copyOf(content);
    }
}
