package dev.hybridrouter.mcp;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The input schema that a server declares for a tool, as far as arguments can be checked against it.
 *
 * @param schema the JSON schema
 */
record ToolSchema(Map<String, Object> schema) {
    /** The declared arguments, by name. */
    Map<String, ?> properties() {
        return object(schema.get("properties"));
    }

    /** Names of the arguments that must be there. */
    Set<String> required() {
        Set<String> names = new TreeSet<>();
        if (schema.get("required") instanceof Collection<?> required) {
            required.forEach(name -> names.add(String.valueOf(name)));
        }
        return names;
    }

    boolean declares(String name) {
        return properties().containsKey(name);
    }

    /** What keeps arguments of these types from fitting, in words. */
    List<String> misfits(Map<String, String> types) {
        List<String> misfits = new ArrayList<>();
        for (String name : required()) {
            if (!types.containsKey(name)) {
                misfits.add("it requires the argument \"" + name + "\", which is not sent");
            }
        }
        new TreeMap<>(types).forEach((name, type) -> {
            String misfit = misfit(name, type);
            if (misfit != null) {
                misfits.add(misfit);
            }
        });
        return misfits;
    }

    private @Nullable String misfit(String name, String type) {
        if (!declares(name)) {
            return Boolean.FALSE.equals(schema.get("additionalProperties"))
                    ? "it takes no argument \"" + name + "\""
                    : null;
        }
        Object declared = object(properties().get(name)).get("type");
        return admits(declared, type)
                ? null
                : "the argument \"" + name + "\" is of type " + declared + " there, and sent as " + type;
    }

    private static boolean admits(@Nullable Object declared, String type) {
        if (declared == null || type.equals("any")) {
            return true;
        }
        Collection<?> types = declared instanceof Collection<?> several ? several : List.of(declared);
        return types.contains(type) || (type.equals("integer") && types.contains("number"));
    }

    private static Map<String, ?> object(@Nullable Object value) {
        Map<String, Object> object = new TreeMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, entry) -> object.put(String.valueOf(key), entry));
        }
        return object;
    }

    /** The first place where another schema is not the same, as a path; null if they are equal. */
    @Nullable
    String difference(ToolSchema other) {
        return difference("inputSchema", schema, other.schema);
    }

    /** The first place where two JSON values are not the same, as a path; null if they are equal. */
    static @Nullable String difference(String path, @Nullable Object here, @Nullable Object there) {
        if (here instanceof Map<?, ?> && there instanceof Map<?, ?>) {
            Map<String, ?> ours = object(here);
            Map<String, ?> theirs = object(there);
            Set<String> names = new TreeSet<>(ours.keySet());
            names.addAll(theirs.keySet());
            for (String name : names) {
                if (ours.containsKey(name) != theirs.containsKey(name)) {
                    return path + "." + name;
                }
                String inside = difference(path + "." + name, ours.get(name), theirs.get(name));
                if (inside != null) {
                    return inside;
                }
            }
            return null;
        }
        if (here instanceof List<?> ours && there instanceof List<?> theirs && ours.size() == theirs.size()) {
            for (int i = 0; i < ours.size(); i++) {
                String inside = difference(path + "[" + i + "]", ours.get(i), theirs.get(i));
                if (inside != null) {
                    return inside;
                }
            }
            return null;
        }
        return equal(here, there) ? null : path;
    }

    private static boolean equal(@Nullable Object here, @Nullable Object there) {
        return (here instanceof Number && there instanceof Number)
                ? new BigDecimal(here.toString()).compareTo(new BigDecimal(there.toString())) == 0
                : Objects.equals(here, there);
    }
}
