package dev.hybridrouter.api;

import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.TargetId;

/**
 * What a stream delivers: {@code Opened}, then content, then {@code Closed}. A stream that fails before its commit point
 * delivers {@code Closed} only. {@code Closed} comes exactly once and last, followed by {@code onComplete}; expected
 * failures are results, so {@code onError} is never called for them.
 */
public sealed interface StreamEvent {
    /**
     * The commit point: this target serves the stream from here on.
     *
     * @param target who serves
     */
    record Opened(TargetId target) implements StreamEvent {
        /** Refuses null. */
        public Opened {
            Check.notNull(target, "opened.target");
        }
    }

    /**
     * A piece of the answer.
     *
     * @param delta the piece
     */
    record Content(Delta delta) implements StreamEvent {
        /** Refuses null. */
        public Content {
            Check.notNull(delta, "content.delta");
        }
    }

    /**
     * The end.
     *
     * @param result the whole answer with usage and decision, or why there is none and what was delivered till then
     */
    record Closed(RouteResult result) implements StreamEvent {
        /** Refuses null. */
        public Closed {
            Check.notNull(result, "closed.result");
        }
    }
}
