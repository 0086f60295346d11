package dev.hybridrouter.core.internal.flow;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.spi.RequestFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts the pieces of a stream together into an answer. Not thread-safe. */
public final class AnswerAssembler {
    private static final int CHARACTERS_PER_TOKEN = 4;

    /** Hardly any text has more than six characters a token; code and tables with long runs of blanks may have some more. */
    private static final long MOST_CHARACTERS_PER_TOKEN = 8;

    private static final long CHARACTERS_AROUND = 1_000;

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
            block.filled = true;
            characters += input.fragment().length();
        } else if (delta instanceof Delta.ToolUseStarted) {
            block.tool = true;
        } else if (delta instanceof Delta.BlockCompleted completed) {
            characters += block.isEmpty() ? size(completed.content()) : 0;
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

    /** Whether more has arrived than the output the request allows can be: eight characters a token, and a thousand. */
    public boolean isBeyond(RequestFacts facts) {
        OptionalInt maxTokens = facts.parameters().maxTokens();
        return maxTokens.isPresent()
                && characters > CHARACTERS_AROUND + MOST_CHARACTERS_PER_TOKEN * maxTokens.getAsInt();
    }

    /** Why a stream ends that does not stop where the request said. */
    public static ProviderFailure beyond(RequestFacts facts) {
        return ProviderFailure.of(
                FailureKind.MALFORMED_RESPONSE,
                "the answer goes on beyond the "
                        + facts.parameters().maxTokens().orElse(0) + " tokens of output that were asked for");
    }

    /**
     * What has arrived, with usage estimated from its size, and no more output than the request allows. Tool uses that are not
     * whole are left out.
     */
    public ModelResponse delivered(RequestFacts facts) {
        return ModelResponse.builder(content(), StopReason.UNKNOWN)
                .usage(estimatedUsage(facts))
                .build();
    }

    private TokenUsage estimatedUsage(RequestFacts facts) {
        return TokenUsage.builder()
                .input(tokens(facts.input().characters()))
                .output(Math.min(
                        tokens(characters), facts.parameters().maxTokens().orElse(Integer.MAX_VALUE)))
                .estimated()
                .build();
    }

    /** Characters of a block that came in one piece. */
    private static long size(Content content) {
        return content instanceof Content.Text text
                ? text.text().length()
                : content instanceof Content.ToolUse tool ? tool.input().text().length() : 0;
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
        private boolean filled;
        private @Nullable Content whole;

        boolean isEmpty() {
            return text.isEmpty() && !filled && whole == null;
        }

        Content content() {
            return reasoning ? new Content.Reasoning(text.toString(), signature) : new Content.Text(text.toString());
        }
    }
}
