package dev.hybridrouter.guard;

import dev.hybridrouter.spi.guard.GuardFinding;
import dev.hybridrouter.spi.guard.GuardPiece;
import dev.hybridrouter.spi.guard.GuardVerdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was found, counted by class and place. For one thread. */
final class FindingTally {
    private record Key(String category, GuardPiece.Kind place) {}

    private final Map<Key, Integer> counts = new LinkedHashMap<>();
    private @Nullable String blocking;

    void add(PiiClass type, PiiAction action, GuardPiece.Kind place) {
        add(type.name(), action, place, 1);
    }

    void add(String category, PiiAction action, GuardPiece.Kind place, int count) {
        counts.merge(new Key(category, place), count, Integer::sum);
        if (action == PiiAction.BLOCK && blocking == null) {
            blocking = category;
        }
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }

    List<GuardFinding> findings() {
        List<GuardFinding> findings = new ArrayList<>(counts.size());
        counts.forEach((key, count) -> findings.add(new GuardFinding(key.category, key.place, count)));
        return findings;
    }

    /** The refusal, if something was found that must not go on. */
    Optional<GuardVerdict.Block> block() {
        return blocking == null
                ? Optional.empty()
                : Optional.of(new GuardVerdict.Block(
                        blocking, "leave out or mask what is of this class: " + blocking, findings()));
    }
}
