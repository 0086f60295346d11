package dev.hybridrouter.spi.guard;

import dev.hybridrouter.api.request.RequestContext;

/** A guard that computes in the process: no network, no disk, no waiting. What it inspects goes nowhere. */
public non-sealed interface LocalGuard extends Guard {
    /** Inspects a whole request or a whole answer. MUST NOT block; its time MUST be linear in the length of the text. */
    GuardVerdict inspect(GuardInput input);

    /**
     * Returns an inspector of one block of a streamed answer. For the same text it MUST come to the same verdict as
     * {@link #inspect} does, however the text is cut into pieces. An inspector that reads adjacent blocks of text as one is a
     * {@link BlockSpanningInspector}; of others there is one for each block.
     *
     * @param context who asked
     * @param kind what the block is
     */
    StreamInspector inspectStream(RequestContext context, GuardPiece.Kind kind);
}
