package dev.hybridrouter.spi.cache;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Says whether an answer to a similar request would have done in place of the true one: by rules, by a judge model, by people.
 * Given by a host. MUST be safe for use by many threads, and MUST NOT block; asked behind the caller's back, after the caller
 * has the true answer. What its own model calls cost is the host's affair.
 */
@FunctionalInterface
public interface AnswerComparison {
    /**
     * Compares two answers.
     *
     * @param request what was asked
     * @param similar what would have been given: the answer to a similar request
     * @param real what a target answered
     */
    CompletionStage<Verdict> compare(RouteRequest request, ModelResponse similar, ModelResponse real);

    /** Whether the answer would have done. */
    enum Verdict {
        /** It would have. */
        ALIKE,
        /** It would not: the hit would have been wrong. */
        DIFFERENT,
        /** Nobody can say. Counts for nothing. */
        UNDECIDED
    }

    /**
     * Returns a comparison that takes answers for alike if their text is equal but for case and white space. Strict: models that
     * word an answer anew each time make it count right hits as wrong, so the measured error errs on the safe side.
     */
    static AnswerComparison sameText() {
        return (request, similar, real) -> CompletableFuture.completedFuture(
                text(similar).equalsIgnoreCase(text(real)) ? Verdict.ALIKE : Verdict.DIFFERENT);
    }

    /** The text of an answer, in which all white space is alike. */
    private static String text(ModelResponse response) {
        StringBuilder text = new StringBuilder();
        for (Content block : response.content()) {
            text.append(block instanceof Content.Text words ? words.text() : block);
        }
        return text.toString().strip().replaceAll("\\s+", " ");
    }
}
