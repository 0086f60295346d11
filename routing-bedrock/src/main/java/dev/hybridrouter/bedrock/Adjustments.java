package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.decision.Adjustment;
import dev.hybridrouter.api.decision.Adjustment.Kind;
import dev.hybridrouter.api.target.TargetId;
import java.util.function.Consumer;

/**
 * Says what was left out of what is sent, for the decision.
 *
 * @param target who does not take it
 * @param told hears of it
 */
record Adjustments(TargetId target, Consumer<Adjustment> told) {
    void reasoningStripped() {
        told.accept(new Adjustment(Kind.REASONING_STRIPPED, "left out of what was sent to " + target));
    }

    void leftOut(String field, String why) {
        told.accept(
                new Adjustment(Kind.FIELD_LEFT_OUT, field + " left out of what was sent to " + target + ": " + why));
    }
}
