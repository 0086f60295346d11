package dev.hybridrouter.spi.guard;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.request.RequestContext;
import java.time.Duration;
import java.util.List;

/**
 * What a guard is asked to inspect, and for whom.
 *
 * @param direction whether it goes out or comes back
 * @param pieces the texts in order; of a streamed answer one window
 * @param opaque how many parts hold no text a guard can read: images, binary documents, media the provider fetches
 * @param context who asks and what for
 * @param timeLimit how long the router will wait; it denies by itself, a remote guard may pass the limit on
 */
public record GuardInput(
        Direction direction, List<GuardPiece> pieces, int opaque, RequestContext context, Duration timeLimit) {
    /** Which way a text goes. */
    public enum Direction {
        /** To a provider. */
        REQUEST,
        /** To the caller. */
        RESPONSE
    }

    /** Copies the pieces; refuses null, a negative count and a limit that has passed. */
    public GuardInput {
        Check.notNull(direction, "guardInput.direction");
        pieces = Check.copy(pieces, "guardInput.pieces");
        Check.atLeast(0, opaque, "guardInput.opaque");
        Check.notNull(context, "guardInput.context");
        Check.positive(timeLimit, "guardInput.timeLimit");
    }

    /** The characters of all pieces together. */
    public long characters() {
        long sum = 0;
        for (GuardPiece piece : pieces) {
            sum += piece.text().length();
        }
        return sum;
    }
}
