package dev.hybridrouter.mcp;

import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.response.ModelResponse;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A tool of a server that answers requests, and how requests and answers are translated. Immutable if the host's
 * functions are; they are called on threads of the adapter, must not block, and may be called by several at a time.
 */
public final class McpTool {
    private final String server;
    private final String name;
    private final McpArguments arguments;
    private final Function<McpProgress, Optional<String>> progressText;
    private final Function<McpResult, ModelResponse> answer;
    private final Function<McpResult, Optional<ProviderFailure>> failure;
    private final @Nullable Json inputSchema;
    private final @Nullable String billedModel;

    private McpTool(Builder builder) {
        server = builder.server;
        name = builder.name;
        arguments = builder.arguments;
        progressText = builder.progressText;
        answer = builder.answer;
        failure = builder.failure;
        inputSchema = builder.inputSchema;
        billedModel = builder.billedModel;
    }

    /**
     * Returns a builder of a tool that generates text.
     *
     * @param server name of one of the adapter's servers
     * @param name the tool's name there
     */
    public static Builder builder(String server, String name) {
        return new Builder(Check.name(server, "tool.server"), Check.notBlank(name, "tool.name"));
    }

    /** Name of the server. */
    public String server() {
        return server;
    }

    /** The tool's name at the server. */
    public String name() {
        return name;
    }

    McpArguments arguments() {
        return arguments;
    }

    Function<McpProgress, Optional<String>> progressText() {
        return progressText;
    }

    Function<McpResult, ModelResponse> answer() {
        return answer;
    }

    Function<McpResult, Optional<ProviderFailure>> failure() {
        return failure;
    }

    /** Null if any schema will do that the arguments fit. */
    @Nullable
    Json inputSchema() {
        return inputSchema;
    }

    /** Null if the target's model is billed. */
    @Nullable
    String billedModel() {
        return billedModel;
    }

    @Override
    public String toString() {
        return "McpTool[" + server + ", " + name + "]";
    }

    /** Builds {@link McpTool}. Not thread-safe. */
    public static final class Builder {
        private final String server;
        private final String name;
        private McpArguments arguments = McpArguments.textGeneration();
        private Function<McpProgress, Optional<String>> progressText = McpProgress::text;
        private Function<McpResult, ModelResponse> answer = AnswerReader::toResponse;
        private Function<McpResult, Optional<ProviderFailure>> failure = FailureReader::declared;
        private @Nullable Json inputSchema;
        private @Nullable String billedModel;

        private Builder(String server, String name) {
            this.server = server;
            this.name = name;
        }

        /** Sets how a request becomes arguments; {@link McpArguments#textGeneration()} unless set. */
        public Builder arguments(McpArguments value) {
            arguments = Check.notNull(value, "tool.arguments");
            return this;
        }

        /**
         * Sets what of a progress notification is the next piece of the answer's text; {@link McpProgress#text()} unless
         * set. The text of the result has to begin with these pieces, joined, or the stream fails as {@code
         * MALFORMED_RESPONSE}.
         */
        public Builder progressText(Function<McpProgress, Optional<String>> value) {
            progressText = Check.notNull(value, "tool.progressText");
            return this;
        }

        /**
         * Sets how a result becomes an answer. What the function throws is {@code MALFORMED_RESPONSE}. Unless set: the
         * result's content, or what its structured content holds as {@code text} where there is no content, or else the
         * structured content as JSON text; stop reason and usage as {@code stopReason} and {@code usage} of the structured
         * content or of {@code _meta} tell. Usage that is not told stays unknown.
         */
        public Builder answer(Function<McpResult, ModelResponse> value) {
            answer = Check.notNull(value, "tool.answer");
            return this;
        }

        /**
         * Sets how a result that says it failed is classified; where the function has no opinion, it is {@code
         * SERVER_ERROR}, possibly billed. Unless set, what an object {@code error} of the structured content or of {@code
         * _meta} tells: {@code kind}, the name of a {@code FailureKind}, {@code retryAfterMillis} and {@code requestId}. The
         * message of a failure must not hold text of the result, which may quote the prompt.
         */
        public Builder failure(Function<McpResult, Optional<ProviderFailure>> value) {
            failure = Check.notNull(value, "tool.failure");
            return this;
        }

        /**
         * Pins the tool's input schema: a server that declares another is refused. Unless set, every schema will do that
         * the arguments fit.
         */
        public Builder inputSchema(Json value) {
            inputSchema = Check.notNull(value, "tool.inputSchema");
            return this;
        }

        /** Sets under which model the tool is priced; the target's model unless set. */
        public Builder billedModel(String value) {
            billedModel = Check.notBlank(value, "tool.billedModel");
            return this;
        }

        /** Returns the tool. */
        public McpTool build() {
            return new McpTool(this);
        }
    }
}
