package dev.hybridrouter.api.flow;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Handling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One way that data take: what they are, to whom they go, how they are handled there, and what binds that. Made by the router,
 * and by stores and listeners of yours that are a {@code FlowSource}. Immutable; equal by value.
 *
 * <pre>{@code
 * DataFlow flow = DataFlow.builder(FlowKind.FILE, "tickets", FlowContent.NAMES)
 *         .recipient("the ticket system's exports")
 *         .handling(Handling.builder().retention(Duration.ofDays(30)).build())
 *         .build();
 * }</pre>
 */
public final class DataFlow {
    private static final Set<FlowRule> WHERE_IT_LEAVES = EnumSet.of(
            FlowRule.RESIDENCY, FlowRule.RETENTION, FlowRule.SHARING, FlowRule.EVIDENCE_AGE, FlowRule.KILL_SWITCH);

    private final FlowKind kind;
    private final String name;
    private final Set<FlowContent> contents;
    private final String recipient;
    private final @Nullable String model;
    private final @Nullable String partOf;
    private final @Nullable String note;
    private final Handling handling;
    private final Set<FlowRule> rules;
    private final List<String> stoppedBy;

    private DataFlow(Builder builder) {
        kind = builder.kind;
        name = builder.name;
        contents = builder.contents;
        recipient = builder.recipient;
        model = builder.model;
        partOf = builder.partOf;
        note = builder.note;
        handling = builder.handling;
        rules = builder.rules;
        stoppedBy = builder.stoppedBy;
    }

    /**
     * Returns a builder of a flow of unknown handling.
     *
     * @param name unique among the router's flows of that kind, such as the id of a target or guard
     * @param contents what flows, at least one class
     */
    public static Builder builder(FlowKind kind, String name, FlowContent... contents) {
        List<FlowContent> given = Check.notEmpty(List.of(Check.notNull(contents, "flow.contents")), "flow.contents");
        return new Builder(
                Check.notNull(kind, "flow.kind"), Check.notBlank(name, "flow.name"), ordered(EnumSet.copyOf(given)));
    }

    private static <E extends Enum<E>> Set<E> ordered(EnumSet<E> values) {
        return Collections.unmodifiableSet(values);
    }

    /**
     * Returns the flow's id, such as {@code target:dublin} or {@code remote_guard:pii}: the same in every router and process that
     * is set up alike, and the one that decisions and audit records name.
     */
    public String id() {
        return kind.id(name);
    }

    /** Returns what it leads to. */
    public FlowKind kind() {
        return kind;
    }

    /** Returns the name of what it leads to, unique among flows of the kind. */
    public String name() {
        return name;
    }

    /** Returns the classes of data, in the order of {@link FlowContent}. Unmodifiable. */
    public Set<FlowContent> contents() {
        return contents;
    }

    /** Returns to whom or what they go, in words. Default: the name. Who operates it is part of the {@link #handling()}. */
    public String recipient() {
        return recipient;
    }

    /** Returns the model or inference profile that is called; empty if there is none. */
    public Optional<String> model() {
        return Optional.ofNullable(model);
    }

    /** Returns the id of the flow that this one goes along with, never without; empty if it stands alone. */
    public Optional<String> partOf() {
        return Optional.ofNullable(partOf);
    }

    /** Returns what else is to be said, in words; empty if nothing. */
    public Optional<String> note() {
        return Optional.ofNullable(note);
    }

    /** Returns how they are handled there, as far as is known now: who operates it, where, how long, who gets a copy. */
    public Handling handling() {
        return handling;
    }

    /** Returns what binds it. Default: all but the cache mode where data leave, nothing elsewhere. Unmodifiable. */
    public Set<FlowRule> rules() {
        return rules;
    }

    /**
     * Returns which scopes of the kill switch stop it, as {@link dev.hybridrouter.api.control.KillScope#key() keys}, with
     * {@code *} for whatever tenant or operation type a request is of; empty if none does. Unmodifiable.
     */
    public List<String> stoppedBy() {
        return stoppedBy;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this || (other instanceof DataFlow that && parts().equals(that.parts()));
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }

    private List<Object> parts() {
        List<Object> parts = new ArrayList<>(List.of(kind, name, contents, recipient, handling, rules, stoppedBy));
        parts.add(model());
        parts.add(partOf());
        parts.add(note());
        return parts;
    }

    @Override
    public String toString() {
        return "DataFlow[" + id() + ", " + contents + ", to " + recipient + ", " + handling + ", rules=" + rules
                + ", stoppedBy=" + stoppedBy + "]";
    }

    /** Builds {@link DataFlow}. Not thread-safe. */
    public static final class Builder {
        private final FlowKind kind;
        private final String name;
        private final Set<FlowContent> contents;
        private String recipient;
        private @Nullable String model;
        private @Nullable String partOf;
        private @Nullable String note;
        private Handling handling = Handling.unknown();
        private Set<FlowRule> rules;
        private List<String> stoppedBy = List.of();

        private Builder(FlowKind kind, String name, Set<FlowContent> contents) {
            this.kind = kind;
            this.name = name;
            this.contents = contents;
            this.recipient = name;
            this.rules = kind.isLeaving() && kind != FlowKind.STORE ? WHERE_IT_LEAVES : Set.of();
        }

        /** Sets to whom or what the data go, in words. Default: the name. */
        public Builder recipient(String value) {
            recipient = Check.notBlank(value, "flow.recipient");
            return this;
        }

        /** Sets the model or inference profile that is called. Default: none. */
        public Builder model(String value) {
            model = Check.notBlank(value, "flow.model");
            return this;
        }

        /** Sets the id of the flow that this one goes along with. Default: it stands alone. */
        public Builder partOf(String id) {
            partOf = Check.notBlank(id, "flow.partOf");
            return this;
        }

        /** Sets what else is to be said. Default: nothing. */
        public Builder note(String value) {
            note = Check.notBlank(value, "flow.note");
            return this;
        }

        /** Sets how the data are handled there. Default: unknown. */
        public Builder handling(Handling value) {
            handling = Check.notNull(value, "flow.handling");
            return this;
        }

        /** Sets what binds it. Default: all but the cache mode where data leave, nothing elsewhere. */
        public Builder rules(FlowRule... values) {
            EnumSet<FlowRule> given = EnumSet.noneOf(FlowRule.class);
            given.addAll(List.of(Check.notNull(values, "flow.rules")));
            rules = given;
            return this;
        }

        /** Sets which scopes of the kill switch stop it. Default: none. */
        public Builder stoppedBy(List<String> keys) {
            stoppedBy = Check.copy(keys, "flow.stoppedBy");
            return this;
        }

        /** Returns the flow. */
        public DataFlow build() {
            rules = ordered(rules.isEmpty() ? EnumSet.noneOf(FlowRule.class) : EnumSet.copyOf(rules));
            return new DataFlow(this);
        }
    }
}
