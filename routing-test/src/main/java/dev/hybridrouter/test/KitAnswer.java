package dev.hybridrouter.test;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.spi.ProviderEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An answer in a form that calls and streams share.
 *
 * @param text its text
 * @param reasoning its reasoning
 * @param signature the signature of its reasoning
 * @param tools the tools it asks for
 * @param stopReason why the model stopped
 * @param usage the tokens used
 */
record KitAnswer(
        String text,
        String reasoning,
        String signature,
        List<Content.ToolUse> tools,
        StopReason stopReason,
        TokenUsage usage) {

    static KitAnswer of(ModelResponse response) {
        List<Content.Reasoning> reasoning = response.content().stream()
                .filter(Content.Reasoning.class::isInstance)
                .map(Content.Reasoning.class::cast)
                .toList();
        return new KitAnswer(
                response.text(),
                reasoning.stream().map(Content.Reasoning::text).collect(Collectors.joining()),
                reasoning.stream().map(Content.Reasoning::signature).collect(Collectors.joining()),
                response.toolUses(),
                response.stopReason(),
                response.usage());
    }

    static KitAnswer of(List<ProviderEvent> events) {
        StringBuilder text = new StringBuilder();
        StringBuilder reasoning = new StringBuilder();
        StringBuilder signature = new StringBuilder();
        List<Content.ToolUse> tools = new ArrayList<>();
        for (ProviderEvent event : events) {
            if (event instanceof ProviderEvent.Piece piece) {
                Delta delta = piece.delta();
                if (delta instanceof Delta.TextDelta more) {
                    text.append(more.text());
                } else if (delta instanceof Delta.ReasoningDelta more) {
                    reasoning.append(more.text());
                } else if (delta instanceof Delta.ReasoningSignature more) {
                    signature.append(more.signature());
                } else if (delta instanceof Delta.BlockCompleted block
                        && block.content() instanceof Content.ToolUse tool) {
                    tools.add(tool);
                }
            }
        }
        ProviderEvent.Finished end = finished(events);
        return new KitAnswer(
                text.toString(), reasoning.toString(), signature.toString(), tools, end.stopReason(), end.usage());
    }

    private static ProviderEvent.Finished finished(List<ProviderEvent> events) {
        if (!events.isEmpty() && events.get(events.size() - 1) instanceof ProviderEvent.Finished finished) {
            return finished;
        }
        throw new AssertionError("Expected Finished as the last event, but got " + events);
    }
}
