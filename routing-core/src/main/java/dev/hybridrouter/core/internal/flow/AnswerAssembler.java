package dev.hybridrouter.core.internal.flow;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.spi.ProviderEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts the pieces of a stream together into an answer. Not thread-safe. */
public final class AnswerAssembler {
    private static final int CHARACTERS_PER_TOKEN = 4;

    private final SortedMap<Integer, Block> blocks = new TreeMap<>();
    private long characters;

    /** Takes the next piece. */
    public void add(Delta delta) {
        Block block = blocks.computeIfAbsent(delta.block(), number -> new Block());
        if (delta instanceof Delta.TextDelta text) {
            append(block, text.text());
        } else if (delta instanceof Delta.ReasoningDelta reasoning) {
            block.reasoning = true;
            append(block, reasoning.text());
        } else if (delta instanceof Delta.ReasoningSignature signature) {
            block.reasoning = true;
            block.signature = signature.signature();
        } else if (delta instanceof Delta.ToolInputDelta input) {
            block.tool = true;
            characters += input.fragment().length();
        } else if (delta instanceof Delta.ToolUseStarted) {
            block.tool = true;
        } else if (delta instanceof Delta.BlockCompleted completed) {
            block.whole = completed.content();
        }
    }

    private void append(Block block, String text) {
        block.text.append(text);
        characters += text.length();
    }

    /** The whole answer. */
    public ModelResponse finished(ProviderEvent.Finished end) {
        ModelResponse.Builder response =
                ModelResponse.builder(content(), end.stopReason()).usage(end.usage());
        end.metadata().ifPresent(response::metadata);
        return response.build();
    }

    /** What has arrived, with usage estimated from its size. Tool uses that are not whole are left out. */
    public ModelResponse delivered(long inputCharacters) {
        return ModelResponse.builder(content(), StopReason.UNKNOWN)
                .usage(estimatedUsage(inputCharacters))
                .build();
    }

    private TokenUsage estimatedUsage(long inputCharacters) {
        return TokenUsage.builder()
                .input(tokens(inputCharacters))
                .output(tokens(characters))
                .estimated()
                .build();
    }

    private static long tokens(long characters) {
        return (characters + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
    }

    private List<Content> content() {
        List<Content> content = new ArrayList<>(blocks.size());
        for (Block block : blocks.values()) {
            if (block.whole != null) {
                content.add(block.whole);
            } else if (!block.tool) {
                content.add(block.content());
            }
        }
        return content;
    }

    private static final class Block {
        private final StringBuilder text = new StringBuilder();
        private String signature = "";
        private boolean reasoning;
        private boolean tool;
        private @Nullable Content whole;

        Content content() {
            return reasoning ? new Content.Reasoning(text.toString(), signature) : new Content.Text(text.toString());
        }
    }
}
