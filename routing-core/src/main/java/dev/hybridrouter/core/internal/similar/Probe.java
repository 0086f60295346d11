package dev.hybridrouter.core.internal.similar;

import dev.hybridrouter.api.target.Money;
import org.jspecify.annotations.Nullable;

/**
 * What a search has left behind that ended without an answer: for the call that is made instead, and for its answer. Immutable.
 *
 * @param question what was looked for
 * @param vector of its text; null if the embedder gave none
 * @param doubtful an answer that might have been given, to be checked against the true one; null if there is none
 * @param cost of the search; null if that is unknown
 */
public record Probe(
        Question question,
        @Nullable UnitVector vector,
        @Nullable Found doubtful,
        @Nullable Money cost) {
    /** The same search for somebody else, to whom it costs nothing more. */
    Probe paid() {
        return new Probe(question, vector, doubtful, Money.ZERO);
    }
}
