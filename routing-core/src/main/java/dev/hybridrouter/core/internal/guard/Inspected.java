package dev.hybridrouter.core.internal.guard;

import dev.hybridrouter.api.decision.Adjustment;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.spi.guard.Restorer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What guards let go on.
 *
 * @param value a request or an answer
 * @param restorers bring back in the answer what was taken out of the request, the last first
 * @param adjustments what was found, for the record
 * @param denial why nothing goes on; null if something does
 */
public record Inspected<T>(
        T value,
        List<Restorer> restorers,
        List<Adjustment> adjustments,
        @Nullable Rejection denial) {

    /** What nobody found anything in. */
    public static <T> Inspected<T> untouched(T value) {
        return new Inspected<>(value, List.of(), List.of(), null);
    }

    Inspected<T> denied(Rejection why) {
        return new Inspected<>(value, restorers, adjustments, why);
    }

    Inspected<T> with(T changed, Restorer restorer, Adjustment adjustment) {
        List<Restorer> back = new ArrayList<>();
        if (restorer != Restorer.NONE) {
            back.add(restorer);
        }
        back.addAll(restorers);
        List<Adjustment> all = new ArrayList<>(adjustments);
        all.add(adjustment);
        return new Inspected<>(changed, back, all, null);
    }
}
