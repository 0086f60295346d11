package dev.hybridrouter.api;

import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.internal.JsonObject;
import dev.hybridrouter.api.json.JsonWritable;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.target.TargetId;
import java.util.List;
import java.util.function.Function;

/**
 * How a request ended, always with its decision. Three outcomes, because they call for different reactions: an answer;
 * a rejection, for which no target was called; a failure, which may have cost money. A rejection can cost money too, if
 * a remote guard or an embedder was called: {@link Decision#cost()} has it.
 */
public sealed interface RouteResult extends JsonWritable {
    /** What was considered, tried and decided. */
    Decision decision();

    /**
     * Returns how the request ended as one JSON object, without prompt or answer text: {@code result}, then {@code target},
     * {@code stop_reason} and {@code usage} of an answer or {@code failure}, then {@code decision}. Names and order of the fields are
     * stable, new ones may be added between them. Mappers that look for components and getters do not write this; see
     * {@link JsonWritable}.
     */
    @Override
    default String toJson() {
        JsonObject json = new JsonObject();
        if (this instanceof Answered answered) {
            json.text("result", "ANSWERED")
                    .text("target", answered.target().value())
                    .text("stop_reason", answered.response().stopReason().value())
                    .json("usage", answered.response().usage().toJson());
        } else if (this instanceof Failed failed) {
            json.text("result", "FAILED").json("failure", failed.failure().toJson());
        } else {
            json.text("result", "REJECTED");
        }
        return json.json("decision", decision().toJson()).end();
    }

    /** Returns the answer, or throws what else it is. */
    default Answered orElseThrow() {
        return fold(
                answered -> answered,
                rejected -> {
                    throw new RouteRejectedException(rejected);
                },
                failed -> {
                    throw new RouteFailedException(failed);
                });
    }

    /** Returns what the function for this outcome returns. */
    default <T> T fold(
            Function<? super Answered, ? extends T> answered,
            Function<? super Rejected, ? extends T> rejected,
            Function<? super Failed, ? extends T> failed) {
        if (this instanceof Answered a) {
            return answered.apply(a);
        }
        if (this instanceof Rejected r) {
            return rejected.apply(r);
        }
        return failed.apply((Failed) this);
    }

    /**
     * A target answered.
     *
     * @param response the answer
     * @param target who gave it
     * @param decision how it came about
     */
    record Answered(ModelResponse response, TargetId target, Decision decision) implements RouteResult {
        /** Refuses null. */
        public Answered {
            Check.notNull(response, "answered.response");
            Check.notNull(target, "answered.target");
            Check.notNull(decision, "answered.decision");
        }

        /** The text of the answer. */
        public String text() {
            return response.text();
        }
    }

    /**
     * No target was called.
     *
     * @param reasons why; at least one
     * @param decision how it came about; it holds the same reasons, whatever it was given
     */
    record Rejected(List<Rejection> reasons, Decision decision) implements RouteResult {
        /** Refuses a rejection without reason. */
        public Rejected {
            reasons = Check.notEmpty(reasons, "rejected.reasons");
            if (!Check.notNull(decision, "rejected.decision").reasons().equals(reasons)) {
                decision = decision.toBuilder().reasons(reasons).build();
            }
        }
    }

    /**
     * Something was sent, and no target answered.
     *
     * @param failure the last failure; earlier ones are in the decision's attempts
     * @param delivered what a stream had delivered before it failed; nothing for a call
     * @param decision how it came about
     */
    record Failed(ProviderFailure failure, ModelResponse delivered, Decision decision) implements RouteResult {
        /** Refuses null. */
        public Failed {
            Check.notNull(failure, "failed.failure");
            Check.notNull(delivered, "failed.delivered");
            Check.notNull(decision, "failed.decision");
        }
    }
}
