package dev.hybridrouter.mcp;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.request.ProviderOptions;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Path;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.BilledModel;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.spi.TaskScheduler;
import dev.hybridrouter.spi.internal.OwnScheduler;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Calls tools of one or more MCP servers, over stdio and Streamable HTTP, through the official MCP Java SDK. A target's
 * model is the name under which a tool was added here; its path has to be {@link Path#MCP} or one of the host's own.
 * How the model behind a server handles data is declared on the target, and how the server itself does on the server. Thread-safe.
 *
 * <p>A server is connected, and started where it is a program, by {@link #start} or else by its first call. Whether its
 * tools are there and take the arguments that will be sent is checked then, and again when the server says that its tools
 * have changed. A server that dies is connected again, at once the first time and then after a growing while. Calls in
 * flight fail; none is repeated.
 *
 * <p>Futures and subscribers are completed on the threads on which the servers' messages are read, so they must not
 * block.
 *
 * <pre>{@code
 * McpAdapter mcp = McpAdapter.builder()
 *         .server(McpServer.stdio("writer", "java", "-jar", "writer.jar").build())
 *         .tool("claude-by-mcp", McpTool.builder("writer", "generate_text").build())
 *         .build();
 * mcp.start().whenComplete((ready, error) -> { // a server that is down keeps nothing from starting
 *     if (error != null) {
 *         log.warn("An MCP server cannot be used yet: {}", error.getMessage());
 *     }
 * });
 * Target claude = Target.builder("claude-mcp", mcp.id(), "claude-by-mcp").path(Path.MCP).build();
 * }</pre>
 */
public final class McpAdapter implements ProviderAdapter {
    private static final Set<Capability> CAPABILITIES = Collections.unmodifiableSet(EnumSet.allOf(Capability.class));

    private final String id;
    private final Map<String, McpTool> tools;
    private final Map<String, ServerConnection> connections;
    private final HttpAccess http;
    private final @Nullable OwnScheduler ownScheduler;
    private final AtomicLong tokens = new AtomicLong();

    private McpAdapter(Builder builder) {
        id = builder.id;
        tools = Map.copyOf(builder.tools);
        ownScheduler = builder.scheduler == null ? new OwnScheduler("hybridrouter-mcp-timer") : null;
        http = new HttpAccess(builder.longestConnectTimeout());
        connections = builder.connect(Objects.requireNonNullElse(builder.scheduler, ownScheduler), http);
    }

    /** Returns a builder; it needs at least one server and one tool. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Set<Capability> capabilities() {
        return CAPABILITIES;
    }

    /**
     * Connects all servers and checks all tools. Does not block. It may be left out, or called more than once.
     *
     * @return completes when all is well, or exceptionally with an {@link IllegalStateException} that names each server
     *     that cannot be used, each tool that is missing or does not fit, and the difference
     */
    public CompletableFuture<Void> start() {
        List<CompletableFuture<List<String>>> checks = connections.values().stream()
                .map(connection -> connection
                        .session(connection.server().connectTimeout())
                        .handle((session, error) -> problems(connection, session, error)))
                .toList();
        return CompletableFuture.allOf(checks.toArray(CompletableFuture<?>[]::new))
                .thenRun(() -> {
                    List<String> problems = checks.stream()
                            .flatMap(check -> check.join().stream())
                            .toList();
                    if (!problems.isEmpty()) {
                        throw new IllegalStateException(String.join("; ", problems));
                    }
                });
    }

    private static List<String> problems(
            ServerConnection connection, @Nullable Session session, @Nullable Throwable error) {
        if (session == null) {
            return List.of(String.valueOf(error == null ? null : error.getMessage()));
        }
        return connection.tools().stream()
                .map(session::misfit)
                .flatMap(Stream::ofNullable)
                .sorted()
                .toList();
    }

    @Override
    public void check(Target target) {
        McpTool tool = tools.get(target.model());
        String field = "target[" + target.id() + "]";
        if (tool == null) {
            throw Check.invalid(
                    field + ".model",
                    target.model(),
                    "one of " + new TreeSet<>(tools.keySet()) + "; add it with McpAdapter.builder().tool(..)");
        }
        if (target.path().equals(Path.DIRECT)) {
            throw Check.invalid(
                    field + ".path", target.path(), "MCP, or a path of your own; see Target.Builder.path(..)");
        }
        Set<Capability> missing = new TreeSet<>(target.capabilities());
        missing.removeAll(tool.arguments().capabilities());
        if (!missing.isEmpty()) {
            throw Check.invalid(
                    field + ".capabilities", missing, "only what the tool's arguments carry; see McpArguments.of(..)");
        }
    }

    @Override
    public Optional<Handling> handling(Target target) {
        McpTool tool = tools.get(target.model());
        return tool == null
                ? Optional.empty()
                : Objects.requireNonNull(connections.get(tool.server()))
                        .server()
                        .handling();
    }

    /** {@inheritDoc} None: an MCP server is sent what its tool takes. */
    @Override
    public boolean reads(Class<? extends ProviderOptions> options) {
        return false;
    }

    @Override
    public BilledModel billedAs(Target target) {
        McpTool tool = tools.get(target.model());
        String model = tool == null ? null : tool.billedModel();
        return new BilledModel(
                model == null ? target.model() : model, target.region().orElse(BilledModel.ANYWHERE));
    }

    /** {@inheritDoc} This one does: a call is sent once its server is connected and the message is about to be written. */
    @Override
    public boolean reportsSending() {
        return true;
    }

    @Override
    public CompletableFuture<ModelResponse> call(ProviderCall call) {
        CompletableFuture<ModelResponse> future = new CompletableFuture<>();
        Exchange exchange = exchange(tool(call), call, reader -> new UnaryCall(reader, future));
        var unused = future.whenComplete((response, error) -> {
            if (error instanceof CancellationException) {
                exchange.cancel();
            }
        });
        exchange.begin();
        return future;
    }

    @Override
    public Flow.Publisher<ProviderEvent> stream(ProviderCall call) {
        McpTool tool = tool(call);
        return new McpStream(pieces -> exchange(tool, call, reader -> new McpStreamCall(reader, pieces)));
    }

    private McpTool tool(ProviderCall call) {
        McpTool tool = tools.get(call.target().model());
        if (tool == null) {
            throw new ProviderException(FailureKind.MODEL_NOT_FOUND, "the adapter has no tool for the target's model");
        }
        return tool;
    }

    private Exchange exchange(McpTool tool, ProviderCall call, Function<ResultReader, ToolCall> caller) {
        ServerConnection connection = Objects.requireNonNull(connections.get(tool.server()));
        String token = id + "-" + tokens.incrementAndGet();
        return new Exchange(connection, tool, call, token, caller.apply(new ResultReader(tool)));
    }

    /**
     * Ends all calls as {@code CANCELLED}, all HTTP sessions and all programs the adapter started, with their children.
     * Waits until they have ended, a few seconds at most.
     */
    @Override
    public void close() {
        connections.values().forEach(ServerConnection::close);
        connections.values().forEach(ServerConnection::awaitEnd);
        http.close();
        if (ownScheduler != null) {
            ownScheduler.close();
        }
    }

    @Override
    public String toString() {
        return "McpAdapter[" + id + ", " + connections.keySet() + "]";
    }

    /** Builds {@link McpAdapter}. Not thread-safe; can be used once. */
    public static final class Builder {
        private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
        private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);

        private final Map<String, McpServer> servers = new LinkedHashMap<>();
        private final Map<String, McpTool> tools = new LinkedHashMap<>();
        private String id = "mcp";
        private RouterClock clock = RouterClock.system();
        private @Nullable TaskScheduler scheduler;
        private RandomGenerator random = new SplittableRandom();
        private Duration firstBackoff = FIRST_BACKOFF;
        private Duration longestBackoff = LONGEST_BACKOFF;

        private Builder() {}

        /** Sets the id by which targets refer to the adapter; {@code mcp} unless set. */
        public Builder id(String value) {
            id = Check.name(value, "mcp.id");
            return this;
        }

        /** Adds a server. */
        public Builder server(McpServer server) {
            if (servers.putIfAbsent(Check.notNull(server, "mcp.server").name(), server) != null) {
                throw Check.invalid("mcp.server", server.name() + " twice", "each name once");
            }
            return this;
        }

        /**
         * Adds a tool.
         *
         * @param model the model by which targets name it
         */
        public Builder tool(String model, McpTool tool) {
            if (tools.putIfAbsent(Check.notBlank(model, "mcp.model"), Check.notNull(tool, "mcp.tool")) != null) {
                throw Check.invalid("mcp.model", model + " twice", "each model once");
            }
            return this;
        }

        /**
         * Sets how long a server that failed to connect, or was lost again before it answered, is left alone, twice as long after each further
         * failure, and in each case a random half to the whole of it; 200 milliseconds, growing to 30 seconds, unless set.
         * A call with at least ten times as long waits, others are refused as {@code UNAVAILABLE}.
         */
        public Builder backoff(Duration first, Duration longest) {
            firstBackoff = Check.positive(first, "mcp.backoff.first");
            longestBackoff = Check.positive(longest, "mcp.backoff.longest");
            return this;
        }

        /** Sets the clock by which servers are left alone; the system's unless set. */
        public Builder clock(RouterClock value) {
            clock = Check.notNull(value, "mcp.clock");
            return this;
        }

        /** Sets what keeps time limits; a thread of the adapter's own unless set. */
        public Builder scheduler(TaskScheduler value) {
            scheduler = Check.notNull(value, "mcp.scheduler");
            return this;
        }

        /** Sets the seed of the chance in back-off; unless set, each adapter has another. */
        public Builder seed(long value) {
            random = new SplittableRandom(value);
            return this;
        }

        /**
         * Returns the adapter. Nothing is started or connected yet.
         *
         * @throws IllegalArgumentException if there is no tool, or one of a server that was not added
         */
        public McpAdapter build() {
            if (tools.isEmpty()) {
                throw Check.invalid("mcp.tools", "empty", "at least one tool");
            }
            for (McpTool tool : tools.values()) {
                if (!servers.containsKey(tool.server())) {
                    throw Check.invalid("tool.server", tool.server(), "one of " + servers.keySet());
                }
            }
            return new McpAdapter(this);
        }

        private Duration longestConnectTimeout() {
            return servers.values().stream()
                    .map(McpServer::connectTimeout)
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }

        private Map<String, ServerConnection> connect(TaskScheduler timer, HttpAccess http) {
            ReconnectBackoff backoff = new ReconnectBackoff(firstBackoff, longestBackoff, random);
            ServerConnection.Timing timing = new ServerConnection.Timing(clock, timer, backoff);
            return servers.values().stream()
                    .collect(Collectors.toUnmodifiableMap(
                            McpServer::name,
                            server -> new ServerConnection(
                                    server, toolsOf(server), () -> Links.to(server, http, timing), timing)));
        }

        private Set<McpTool> toolsOf(McpServer server) {
            return tools.values().stream()
                    .filter(tool -> tool.server().equals(server.name()))
                    .collect(Collectors.toUnmodifiableSet());
        }
    }
}
