package dev.hybridrouter.api.request;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.InferenceParameters;
import dev.hybridrouter.api.content.Message;
import dev.hybridrouter.api.content.ResponseFormat;
import dev.hybridrouter.api.content.Role;
import dev.hybridrouter.api.content.Tool;
import dev.hybridrouter.api.content.ToolChoice;
import dev.hybridrouter.api.internal.Check;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One model-neutral chat request with the context it is asked in. Immutable, safe to share between threads and to send
 * more than once. Its {@code toString} tells sizes only.
 */
public final class RouteRequest {
    private final List<Content> system;
    private final List<Message> messages;
    private final InferenceParameters parameters;
    private final List<Tool> tools;
    private final ToolChoice toolChoice;
    private final ResponseFormat responseFormat;
    private final RequestContext context;
    private final Map<Class<?>, ProviderOptions> options;

    private RouteRequest(Builder builder) {
        system = List.copyOf(builder.system);
        messages = Check.notEmpty(builder.messages, "request.messages");
        parameters = builder.parameters;
        tools = builder.tools;
        toolChoice = builder.toolChoice;
        responseFormat = builder.responseFormat;
        context = builder.context;
        options = Map.copyOf(builder.options);
        checkRoles();
        checkTools();
    }

    private RouteRequest(RouteRequest asked, RequestContext context) {
        system = asked.system;
        messages = asked.messages;
        parameters = asked.parameters;
        tools = asked.tools;
        toolChoice = asked.toolChoice;
        responseFormat = asked.responseFormat;
        options = asked.options;
        this.context = context;
    }

    private void checkRoles() {
        if (messages.get(0).role() != Role.USER) {
            throw Check.invalid(
                    "request.messages[0].role", messages.get(0).role(), "USER; a model answers first to someone");
        }
    }

    private void checkTools() {
        Set<String> names = new HashSet<>();
        for (Tool tool : tools) {
            if (!names.add(tool.name())) {
                throw Check.invalid("request.tools", tool.name() + " twice", "each tool name once");
            }
        }
        if (toolChoice instanceof ToolChoice.Named named && !names.contains(named.tool())) {
            throw Check.invalid("request.toolChoice", named.tool(), "the name of one of the request's tools");
        }
        if (toolChoice instanceof ToolChoice.Any && tools.isEmpty()) {
            throw Check.invalid("request.toolChoice", "any of no tools", "at least one tool");
        }
    }

    /** Returns a request of one user text and nothing else set. */
    public static RouteRequest of(String userText) {
        return builder().user(userText).build();
    }

    /** Returns a builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /** System text and cache points, in order. */
    public List<Content> system() {
        return system;
    }

    /** The conversation so far, beginning with the user. */
    public List<Message> messages() {
        return messages;
    }

    /** Parameters of generation. */
    public InferenceParameters parameters() {
        return parameters;
    }

    /** The tools the model may ask for. */
    public List<Tool> tools() {
        return tools;
    }

    /** Whether and which tool the model has to use; meaningless without tools. */
    public ToolChoice toolChoice() {
        return toolChoice;
    }

    /** The form the answer has to take. */
    public ResponseFormat responseFormat() {
        return responseFormat;
    }

    /** Who asks and what for. */
    public RequestContext context() {
        return context;
    }

    /** The settings for single kinds of providers, in no order. */
    public Collection<ProviderOptions> options() {
        return options.values();
    }

    /** The settings for one kind of provider, if given. */
    public <T extends ProviderOptions> Optional<T> options(Class<T> type) {
        return Optional.ofNullable(type.cast(options.get(type)));
    }

    /** Returns the same request in another context. */
    public RouteRequest with(RequestContext other) {
        return new RouteRequest(this, Check.notNull(other, "request.context"));
    }

    /** Returns a builder that starts from these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.system.addAll(system);
        builder.messages.addAll(messages);
        builder.parameters = parameters;
        builder.tools = tools;
        builder.toolChoice = toolChoice;
        builder.responseFormat = responseFormat;
        builder.context = context;
        builder.options.putAll(options);
        return builder;
    }

    @Override
    public String toString() {
        return "RouteRequest[" + messages.size() + " messages, " + tools.size() + " tools, " + context + "]";
    }

    /** Builds {@link RouteRequest}. Not thread-safe. */
    public static final class Builder {
        private final List<Content> system = new ArrayList<>();
        private final List<Message> messages = new ArrayList<>();
        private InferenceParameters parameters = InferenceParameters.defaults();
        private List<Tool> tools = List.of();
        private ToolChoice toolChoice = ToolChoice.AUTO;
        private ResponseFormat responseFormat = ResponseFormat.TEXT;
        private RequestContext context = RequestContext.defaults();
        private final Map<Class<?>, ProviderOptions> options = new HashMap<>();

        private Builder() {}

        /** Adds system text. */
        public Builder system(String text) {
            system.add(new Content.Text(Check.notBlank(text, "request.system")));
            return this;
        }

        /** Asks the provider to cache the system text so far. */
        public Builder systemCachePoint(Content.CachePoint cachePoint) {
            system.add(Check.notNull(cachePoint, "request.system"));
            return this;
        }

        /** Adds a user turn of one text block. */
        public Builder user(String text) {
            return message(Message.user(Check.notBlank(text, "request.user")));
        }

        /** Adds a turn. */
        public Builder message(Message message) {
            messages.add(Check.notNull(message, "request.message"));
            return this;
        }

        /** Adds turns. */
        public Builder messages(List<Message> values) {
            messages.addAll(Check.copy(values, "request.messages"));
            return this;
        }

        /** Removes the system text, for a builder that starts from another request. */
        public Builder clearSystem() {
            system.clear();
            return this;
        }

        /** Removes all turns, for a builder that starts from another request. */
        public Builder clearMessages() {
            messages.clear();
            return this;
        }

        /** Sets the parameters of generation. */
        public Builder parameters(InferenceParameters value) {
            parameters = Check.notNull(value, "request.parameters");
            return this;
        }

        /** Sets the most output tokens and leaves the other parameters as they are. */
        public Builder maxTokens(int tokens) {
            return parameters(parameters.toBuilder().maxTokens(tokens).build());
        }

        /** Sets the tools the model may ask for. */
        public Builder tools(List<Tool> values) {
            tools = Check.copy(values, "request.tools");
            return this;
        }

        /** Sets whether and which tool the model has to use. */
        public Builder toolChoice(ToolChoice value) {
            toolChoice = Check.notNull(value, "request.toolChoice");
            return this;
        }

        /** Sets the form the answer has to take. */
        public Builder responseFormat(ResponseFormat value) {
            responseFormat = Check.notNull(value, "request.responseFormat");
            return this;
        }

        /** Sets who asks and what for. */
        public Builder context(RequestContext value) {
            context = Check.notNull(value, "request.context");
            return this;
        }

        /** Sets the settings for one kind of provider, in place of earlier ones for the same kind. */
        public Builder options(ProviderOptions value) {
            options.put(Check.notNull(value, "request.options").getClass(), value);
            return this;
        }

        /** Returns the request. */
        public RouteRequest build() {
            return new RouteRequest(this);
        }
    }
}
