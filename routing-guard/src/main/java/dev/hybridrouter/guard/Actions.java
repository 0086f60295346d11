package dev.hybridrouter.guard;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The actions of one direction, ready for use. */
final class Actions {
    private final Map<PiiClass, PiiAction> byClass;
    private final Set<PiiClass> wanted = EnumSet.noneOf(PiiClass.class);

    Actions(Map<PiiClass, PiiAction> byClass) {
        this.byClass = byClass;
        byClass.forEach((type, action) -> {
            if (action != PiiAction.IGNORE) {
                wanted.add(type);
            }
        });
    }

    Set<PiiClass> wanted() {
        return wanted;
    }

    PiiAction on(PiiClass type) {
        PiiAction action = byClass.get(type);
        return action == null ? PiiAction.BLOCK : action;
    }

    /** What stands in its place; null if it stays. */
    @Nullable
    String replacement(PiiClass type, String value, Placeholders placeholders) {
        return switch (on(type)) {
            case REDACT -> "[" + type + "]";
            case PLACEHOLDER -> placeholders.of(type, value);
            case IGNORE, TAG, BLOCK -> null;
        };
    }
}
