package dev.hybridrouter.api.response;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.internal.Check;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a model answered. Immutable. Its {@code toString} tells sizes only. */
public final class ModelResponse {
    private static final ModelResponse NOTHING =
            builder(List.of(), StopReason.UNKNOWN).build();

    private final List<Content> content;
    private final StopReason stopReason;
    private final TokenUsage usage;
    private final @Nullable ProviderMetadata metadata;

    private ModelResponse(Builder builder) {
        content = builder.content;
        stopReason = builder.stopReason;
        usage = builder.usage;
        metadata = builder.metadata;
    }

    /** Returns an answer in which nothing was delivered and nothing is known. */
    public static ModelResponse nothing() {
        return NOTHING;
    }

    /** Returns a builder. */
    public static Builder builder(List<Content> content, StopReason stopReason) {
        return new Builder(Check.copy(content, "response.content"), Check.notNull(stopReason, "response.stopReason"));
    }

    /** Returns the same answer with other content. */
    public ModelResponse withContent(List<Content> other) {
        Builder builder = builder(other, stopReason).usage(usage);
        builder.metadata = metadata;
        return builder.build();
    }

    /** Returns the same answer with another count of tokens. */
    public ModelResponse withUsage(TokenUsage other) {
        Builder builder = new Builder(content, stopReason).usage(other);
        builder.metadata = metadata;
        return builder.build();
    }

    /** The content blocks in order. */
    public List<Content> content() {
        return content;
    }

    /** Why the model stopped. */
    public StopReason stopReason() {
        return stopReason;
    }

    /** The tokens used. */
    public TokenUsage usage() {
        return usage;
    }

    /** What the provider told beyond the answer, if it is of that type. */
    public <T extends ProviderMetadata> Optional<T> metadata(Class<T> type) {
        return type.isInstance(metadata) ? Optional.of(type.cast(metadata)) : Optional.empty();
    }

    /** The text blocks, joined. */
    public String text() {
        return content.stream()
                .filter(Content.Text.class::isInstance)
                .map(block -> ((Content.Text) block).text())
                .collect(Collectors.joining());
    }

    /** The tools the model wants called, in order. */
    public List<Content.ToolUse> toolUses() {
        return content.stream()
                .filter(Content.ToolUse.class::isInstance)
                .map(Content.ToolUse.class::cast)
                .toList();
    }

    /**
     * Whether there is nothing to show: no text that is not empty, no tool use, no media. Reasoning alone is no
     * answer.
     */
    public boolean isEmpty() {
        for (Content block : content) {
            boolean silent = block instanceof Content.Reasoning
                    || block instanceof Content.RedactedReasoning
                    || (block instanceof Content.Text text && text.text().isEmpty());
            if (!silent) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return "ModelResponse[" + content.size() + " blocks, " + stopReason + ", " + usage + "]";
    }

    /** Builds {@link ModelResponse}. Not thread-safe. */
    public static final class Builder {
        private final List<Content> content;
        private final StopReason stopReason;
        private TokenUsage usage = TokenUsage.unknown();
        private @Nullable ProviderMetadata metadata;

        private Builder(List<Content> content, StopReason stopReason) {
            this.content = content;
            this.stopReason = stopReason;
        }

        /** Sets the tokens used; unknown by default. */
        public Builder usage(TokenUsage value) {
            usage = Check.notNull(value, "response.usage");
            return this;
        }

        /** Sets what the provider told beyond the answer. */
        public Builder metadata(ProviderMetadata value) {
            metadata = Check.notNull(value, "response.metadata");
            return this;
        }

        /** Returns the answer. */
        public ModelResponse build() {
            return new ModelResponse(this);
        }
    }
}
