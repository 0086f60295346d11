package dev.hybridrouter.spi;

import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.ProviderMetadata;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.response.TokenUsage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an adapter's stream delivers: pieces, then {@code Finished} exactly once, then {@code onComplete}. */
public sealed interface ProviderEvent {
    /**
     * A piece of the answer.
     *
     * @param delta the piece
     */
    record Piece(Delta delta) implements ProviderEvent {
        /** Refuses null. */
        public Piece {
            Check.notNull(delta, "piece.delta");
        }
    }

    /** The provider said that the answer is whole. */
    final class Finished implements ProviderEvent {
        private final StopReason stopReason;
        private final TokenUsage usage;
        private final @Nullable ProviderMetadata metadata;

        /** Creates the end of an answer about which the provider told nothing more. */
        public Finished(StopReason stopReason, TokenUsage usage) {
            this(stopReason, usage, null);
        }

        /** Creates the end of an answer. */
        public Finished(StopReason stopReason, TokenUsage usage, @Nullable ProviderMetadata metadata) {
            this.stopReason = Check.notNull(stopReason, "finished.stopReason");
            this.usage = Check.notNull(usage, "finished.usage");
            this.metadata = metadata;
        }

        /** Returns the end of an answer that is whole already. */
        public static Finished of(ModelResponse response) {
            return new Finished(
                    response.stopReason(),
                    response.usage(),
                    response.metadata(ProviderMetadata.class).orElse(null));
        }

        /** Why the model stopped. */
        public StopReason stopReason() {
            return stopReason;
        }

        /** The tokens used. */
        public TokenUsage usage() {
            return usage;
        }

        /** What the provider told beyond the answer. */
        public Optional<ProviderMetadata> metadata() {
            return Optional.ofNullable(metadata);
        }

        @Override
        public String toString() {
            return "Finished[" + stopReason + ", " + usage + "]";
        }
    }
}
