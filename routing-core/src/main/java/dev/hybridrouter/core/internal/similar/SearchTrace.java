package dev.hybridrouter.core.internal.similar;

import org.jspecify.annotations.Nullable;

/**
 * What a search has left behind that ended without an answer: for the call that is made instead, and for its answer. Immutable.
 *
 * @param question what was looked for
 * @param vector of its text; null if the embedder gave none
 * @param doubtful an answer that might have been given, to be checked against the true one; null if there is none
 */
public record SearchTrace(
        SimilarQuery question,
        @Nullable UnitVector vector,
        @Nullable SimilarHit doubtful) {}
