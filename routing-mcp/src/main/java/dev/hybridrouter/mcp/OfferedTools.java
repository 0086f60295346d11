package dev.hybridrouter.mcp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a server offers, as far as it matters here: the schemas of the tools that will be called, and some names of others.
 * However long a server's list is, this is not. Immutable.
 */
final class OfferedTools {
    private static final int MAX_NAMES = 20;
    private static final int MAX_NAME = 128;

    static final OfferedTools NONE = new OfferedTools(Map.of(), List.of(), 0, null);

    private final Map<String, ToolSchema> schemas;
    private final List<String> names;
    private final int count;
    private final @Nullable String cut;

    private OfferedTools(Map<String, ToolSchema> schemas, List<String> names, int count, @Nullable String cut) {
        this.schemas = schemas;
        this.names = names;
        this.count = count;
        this.cut = cut;
    }

    /** Tools of these schemas, by name. */
    static OfferedTools of(Map<String, ToolSchema> schemas) {
        return new OfferedTools(
                Map.copyOf(schemas), schemas.keySet().stream().sorted().toList(), schemas.size(), null);
    }

    /** The schema of a tool; null if the server was not seen to offer it. */
    @Nullable
    ToolSchema schema(String tool) {
        return schemas.get(tool);
    }

    /** The names, as far as they are kept, and why the list was not read to its end, if it was not. */
    String described() {
        String more = count > names.size() ? ", and " + (count - names.size()) + " more" : "";
        return names + more + (cut == null ? "" : "; " + cut);
    }

    /** Gathers what a server offers, page by page. For one thread at a time. */
    static final class Builder {
        private final Set<String> wanted;
        private final Map<String, ToolSchema> schemas = new LinkedHashMap<>();
        private final List<String> names = new ArrayList<>();
        private int count;

        /** Creates a builder that keeps the schemas of these tools. */
        Builder(Set<String> wanted) {
            this.wanted = wanted;
        }

        /** Adds a tool, of which the first of its name counts. */
        void add(String name, Map<String, Object> schema) {
            count++;
            if (names.size() < MAX_NAMES) {
                names.add(name.substring(0, Math.min(name.length(), MAX_NAME)));
            }
            if (wanted.contains(name)) {
                schemas.putIfAbsent(name, new ToolSchema(schema));
            }
        }

        int count() {
            return count;
        }

        /** Whether all wanted tools were found, so that nothing is gained by further pages. */
        boolean isComplete() {
            return schemas.keySet().containsAll(wanted);
        }

        /** What was gathered; with why no further page was read, if not all were. */
        OfferedTools build(@Nullable String cut) {
            return new OfferedTools(Map.copyOf(schemas), names.stream().sorted().toList(), count, cut);
        }
    }
}
