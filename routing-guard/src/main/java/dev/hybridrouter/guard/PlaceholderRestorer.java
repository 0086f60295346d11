package dev.hybridrouter.guard;

import dev.hybridrouter.spi.guard.GuardPiece;
import dev.hybridrouter.spi.guard.Restorer;
import dev.hybridrouter.spi.guard.TextFilter;
import java.util.Map;

/** Turns names back into values. Reasoning stays as it came, because the provider's signature is bound to it. */
final class PlaceholderRestorer implements Restorer {
    private final Map<String, String> valueByName;
    private final int longest;

    PlaceholderRestorer(Map<String, String> valueByName) {
        this.valueByName = Map.copyOf(valueByName);
        longest = valueByName.keySet().stream().mapToInt(String::length).max().orElse(0);
    }

    @Override
    public TextFilter open(GuardPiece.Kind kind) {
        return kind == GuardPiece.Kind.REASONING
                ? TextFilter.passing()
                : new PlaceholderFilter(valueByName, longest, kind == GuardPiece.Kind.TOOL_INPUT);
    }

    @Override
    public String toString() {
        return "PlaceholderRestorer[" + valueByName.size() + " names]";
    }
}
