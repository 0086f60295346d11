package dev.hybridrouter.guard;

import dev.hybridrouter.spi.guard.GuardPiece;
import dev.hybridrouter.spi.guard.Restorer;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The names that stand for values in one call. They count up in the order of the text, so that requests that differ in the
 * values only become the same request. A name the text holds already is passed over, but not for what the model thought: that
 * speaks of the same values by the names of an earlier turn, which are the same again in the same order.
 */
final class Placeholders {
    private final List<GuardPiece> pieces;
    private final Map<PiiClass, Map<String, String>> nameByValue = new EnumMap<>(PiiClass.class);
    private final Map<PiiClass, Integer> last = new EnumMap<>(PiiClass.class);
    private final Map<String, String> valueByName = new HashMap<>();

    Placeholders(List<GuardPiece> pieces) {
        this.pieces = pieces;
    }

    String of(PiiClass type, String value) {
        return nameByValue
                .computeIfAbsent(type, any -> new HashMap<>())
                .computeIfAbsent(value, any -> newName(type, value));
    }

    private String newName(PiiClass type, String value) {
        String name;
        do {
            name = "[" + type + "_" + last.merge(type, 1, Integer::sum) + "]";
        } while (isTaken(name));
        valueByName.put(name, value);
        return name;
    }

    private boolean isTaken(String name) {
        for (GuardPiece piece : pieces) {
            if (piece.kind() != GuardPiece.Kind.REASONING && piece.text().contains(name)) {
                return true;
            }
        }
        return false;
    }

    Restorer restorer() {
        return valueByName.isEmpty() ? Restorer.NONE : new PlaceholderRestorer(valueByName);
    }
}
