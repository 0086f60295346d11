package dev.hybridrouter.bedrock;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/** Looks models up by what their ids begin with. */
final class Families {
    private Families() {}

    /** The value of the longest key that the model begins with. */
    static <V> Optional<V> longest(String model, Map<String, V> byBeginning) {
        return byBeginning.entrySet().stream()
                .filter(entry -> model.startsWith(entry.getKey()))
                .max(Comparator.comparingInt(entry -> entry.getKey().length()))
                .map(Map.Entry::getValue);
    }
}
