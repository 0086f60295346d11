package dev.hybridrouter.spi;

import dev.hybridrouter.api.content.InferenceParameters;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.request.ProviderOptions;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Handling;
import java.util.Map;
import java.util.Set;

/**
 * What constraints and strategies may know of a request: who asks, what the answer needs, how large it is. Not its
 * content, so that text can never steer where it goes. Immutable.
 */
public final class RequestFacts {
    private final RequestContext context;
    private final InferenceParameters parameters;
    private final Set<Capability> needs;
    private final Set<String> mediaSchemes;
    private final Map<Class<? extends ProviderOptions>, Handling> optionsHandling;
    private final InputSize input;
    private final boolean streaming;
    private final long number;

    private RequestFacts(Builder builder) {
        context = builder.context;
        parameters = builder.parameters;
        needs = builder.needs;
        mediaSchemes = builder.mediaSchemes;
        optionsHandling = builder.optionsHandling;
        input = builder.input;
        streaming = builder.streaming;
        number = builder.number;
    }

    /** Returns a builder of the facts of an empty request that needs no capability and wants its answer in one piece. */
    public static Builder builder(RequestContext context) {
        return new Builder(Check.notNull(context, "facts.context"));
    }

    /** Returns a builder that holds these facts. */
    public Builder toBuilder() {
        return new Builder(context).copy(this);
    }

    /** Returns who asks and what for. */
    public RequestContext context() {
        return context;
    }

    /** Returns the parameters of generation. */
    public InferenceParameters parameters() {
        return parameters;
    }

    /** Returns the capabilities a target must have to serve it. Unmodifiable. */
    public Set<Capability> needs() {
        return needs;
    }

    /**
     * Returns the schemes of the addresses at which its images and documents are, such as {@code https}, in lower case; empty
     * if their bytes are in the request, or it has none. Unmodifiable.
     */
    public Set<String> mediaSchemes() {
        return mediaSchemes;
    }

    /**
     * Returns how data are handled by those who are sent them because of the request's provider options, by the type of the
     * options; empty if nobody is. Unmodifiable.
     */
    public Map<Class<? extends ProviderOptions>, Handling> optionsHandling() {
        return optionsHandling;
    }

    /** Returns how large its input is. */
    public InputSize input() {
        return input;
    }

    /** Returns whether the answer is streamed. */
    public boolean streaming() {
        return streaming;
    }

    /**
     * Returns the request's running number within the router, from 1: the same in its events and its decision. In {@code
     * explain}, the number that the next request would get. 0 where it has none.
     */
    public long number() {
        return number;
    }

    /** Returns the same facts with other parameters of generation. */
    public RequestFacts with(InferenceParameters others) {
        return toBuilder().parameters(others).build();
    }

    @Override
    public String toString() {
        return "RequestFacts[#" + number + ", " + context.operation() + ", needs=" + needs + ", " + input
                + ", streaming=" + streaming + "]";
    }

    /** Builds {@link RequestFacts}. Not thread-safe. */
    public static final class Builder {
        private static final InputSize EMPTY = new InputSize(0, 0, 0);

        private final RequestContext context;
        private InferenceParameters parameters = InferenceParameters.defaults();
        private Set<Capability> needs = Set.of();
        private Set<String> mediaSchemes = Set.of();
        private Map<Class<? extends ProviderOptions>, Handling> optionsHandling = Map.of();
        private InputSize input = EMPTY;
        private boolean streaming;
        private long number;

        private Builder(RequestContext context) {
            this.context = context;
        }

        private Builder copy(RequestFacts facts) {
            parameters = facts.parameters;
            needs = facts.needs;
            mediaSchemes = facts.mediaSchemes;
            optionsHandling = facts.optionsHandling;
            input = facts.input;
            streaming = facts.streaming;
            number = facts.number;
            return this;
        }

        /** Sets the parameters of generation. Default: {@link InferenceParameters#defaults()}. */
        public Builder parameters(InferenceParameters value) {
            parameters = Check.notNull(value, "facts.parameters");
            return this;
        }

        /** Sets the capabilities a target must have to serve it. Default: none. */
        public Builder needs(Set<Capability> value) {
            needs = Check.copy(value, "facts.needs");
            return this;
        }

        /** Sets how those handle data who are sent them because of provider options. Default: nobody is. */
        public Builder optionsHandling(Map<Class<? extends ProviderOptions>, Handling> values) {
            optionsHandling = Check.copy(values, "facts.optionsHandling");
            return this;
        }

        /** Sets the schemes of the addresses at which its images and documents are. Default: none. */
        public Builder mediaSchemes(Set<String> value) {
            mediaSchemes = Check.copy(value, "facts.mediaSchemes");
            return this;
        }

        /** Sets how large its input is. Default: empty. */
        public Builder input(InputSize value) {
            input = Check.notNull(value, "facts.input");
            return this;
        }

        /** Sets whether the answer is streamed. Default: false. */
        public Builder streaming(boolean value) {
            streaming = value;
            return this;
        }

        /** Sets the request's running number within the router, at least 0. Default: 0, none. */
        public Builder number(long value) {
            number = Check.atLeast(0, value, "facts.number");
            return this;
        }

        /** Returns the facts. */
        public RequestFacts build() {
            return new RequestFacts(this);
        }
    }
}
