package dev.hybridrouter.api.status;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.internal.JsonObject;
import dev.hybridrouter.api.json.JsonWritable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The status of one part of a router at one instant: its condition and its facts as text. It never holds prompt or answer
 * text, nor a tenant. Immutable.
 *
 * <pre>{@code
 * router.status().stream()
 *         .filter(part -> part.condition() != Condition.NORMAL)
 *         .forEach(part -> LOG.warn("{}", part));
 * }</pre>
 */
public final class ComponentStatus implements JsonWritable {
    private final String name;
    private final Condition condition;
    private final Map<String, String> facts;

    private ComponentStatus(Builder builder) {
        name = builder.name;
        condition = builder.condition;
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(builder.facts));
    }

    /**
     * Returns a builder without facts.
     *
     * @param name the part's name, such as {@code targets} or {@code waiting-room}
     */
    public static Builder builder(String name, Condition condition) {
        return new Builder(Check.name(name, "status.name"), Check.notNull(condition, "status.condition"));
    }

    /** Returns the name of the part. */
    public String name() {
        return name;
    }

    /** Returns how well it works. */
    public Condition condition() {
        return condition;
    }

    /** Returns its facts in a fixed order; unmodifiable, may be empty. */
    public Map<String, String> facts() {
        return facts;
    }

    /**
     * Returns the status as one JSON object, without prompt or answer text. Names and order of the fields are stable, new ones may be added
     * between them; facts are texts.
     */
    @Override
    public String toJson() {
        return new JsonObject()
                .text("name", name)
                .text("condition", condition.name())
                .texts("facts", facts)
                .end();
    }

    @Override
    public String toString() {
        return name + " " + condition + " " + facts;
    }

    /** Builds {@link ComponentStatus}. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private final Condition condition;
        private final Map<String, String> facts = new LinkedHashMap<>();

        private Builder(String name, Condition condition) {
            this.name = name;
            this.condition = condition;
        }

        /** Adds a fact; its text is what {@code value} prints. */
        public Builder fact(String key, Object value) {
            facts.put(Check.notBlank(key, "status.fact"), String.valueOf(Check.notNull(value, "status.fact." + key)));
            return this;
        }

        /** Returns the status. */
        public ComponentStatus build() {
            return new ComponentStatus(this);
        }
    }
}
