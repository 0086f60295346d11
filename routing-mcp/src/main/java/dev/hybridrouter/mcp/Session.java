package dev.hybridrouter.mcp;

import dev.hybridrouter.api.failure.Billing;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.diagnostics.LogEvent;
import dev.hybridrouter.diagnostics.Pace;
import dev.hybridrouter.spi.ProviderException;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.spec.McpSchema;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** One initialised connection to a server, with the tools it offers. */
final class Session {
    // Calls have time limits of their own, which may be longer than any that the client could be given once.
    private static final Duration NEVER = Duration.ofDays(365);
    // Arguments are checked against schemas here, and results are read as they are.
    private static final JsonSchemaValidator NOTHING =
            (schema, content) -> JsonSchemaValidator.ValidationResponse.asValid("");

    private static final ProviderFailure LIST_TOO_SLOW =
            ProviderFailure.of(FailureKind.TIMEOUT, "the list of tools takes too long");

    /** What a handshake can fail of that says more than that there is no server. */
    private static final Set<FailureKind> TELLING =
            Set.of(FailureKind.AUTH, FailureKind.CANCELLED, FailureKind.MODEL_NOT_FOUND, FailureKind.THROTTLED);

    private final McpServer server;
    private final ServerConnection.Timing timing;
    private final Link link;
    private final Wire wire;
    private final Set<McpTool> wanted;
    private final McpAsyncClient client;
    private final ToolLists lists;
    private final Map<McpTool, Pace> paces; // of the log: a server may change its tools as often as it likes
    private volatile OfferedTools offered = OfferedTools.NONE;

    /**
     * Creates a session that is not connected yet.
     *
     * @param wanted the tools that will be called
     * @param onLost is told once
     */
    Session(
            McpServer server,
            Link link,
            Set<McpTool> wanted,
            ServerConnection.Timing timing,
            Consumer<ProviderFailure> onLost) {
        this.server = server;
        this.link = link;
        this.wanted = wanted;
        this.timing = timing;
        this.paces = wanted.stream()
                .collect(Collectors.toMap(
                        Function.identity(), tool -> new Pace(timing.clock().nanoTime())));
        lists = new ToolLists(this::readList, timing.clock(), timing.scheduler());
        wire = new Wire(link, onLost, lists::changed);
        client = McpClient.async(wire)
                .clientInfo(
                        McpSchema.Implementation.builder("hybridrouter", "0").build())
                .requestTimeout(NEVER)
                .initializationTimeout(NEVER)
                .jsonSchemaValidator(NOTHING)
                .build();
    }

    /** Initialises the connection and learns what tools there are. Whoever connects limits the time. */
    CompletableFuture<Session> connect() {
        CompletableFuture<Session> connected = new CompletableFuture<>();
        var unused = client.initialize()
                .then(Mono.fromFuture(this::pages))
                .subscribe(
                        listed -> {
                            offered = listed;
                            connected.complete(this);
                        },
                        error -> connected.completeExceptionally(new ProviderException(notConnected(error))));
        return connected;
    }

    private CompletableFuture<OfferedTools> pages() {
        return ToolPages.read(
                client::listTools, wanted.stream().map(McpTool::name).collect(Collectors.toSet()));
    }

    /** Reads the list again, in no more time than a connection may take. */
    private CompletableFuture<OfferedTools> readList() {
        CompletableFuture<OfferedTools> pages = pages();
        try {
            var limit = timing.scheduler()
                    .schedule(
                            () -> wire.giveUp(McpSchema.METHOD_TOOLS_LIST, LIST_TOO_SLOW),
                            server.connectTimeout().toNanos());
            return pages.whenComplete((listed, error) -> {
                limit.cancel();
                if (error == null) {
                    changed(listed);
                }
            });
        } catch (RuntimeException e) { // the host's scheduler
            wire.giveUp(McpSchema.METHOD_TOOLS_LIST, LIST_TOO_SLOW);
            return pages;
        }
    }

    private ProviderFailure notConnected(Throwable error) {
        ProviderFailure refusal = wire.refusal();
        boolean telling = refusal != null && TELLING.contains(refusal.kind());
        String why = refusal == null ? "the handshake failed" : refusal.message();
        ProviderFailure.Builder failure = ProviderFailure.builder(
                        refusal != null && telling ? refusal.kind() : FailureKind.UNAVAILABLE,
                        "server " + server.name() + " cannot be used: " + why)
                .billing(Billing.NONE)
                .cause(error);
        if (refusal != null) {
            refusal.retryAfter().ifPresent(failure::retryAfter);
        }
        return failure.build();
    }

    private void changed(OfferedTools listed) {
        offered = listed;
        for (McpTool tool : wanted) {
            String misfit = misfit(tool);
            long heldBack = misfit == null
                    ? 0
                    : Objects.requireNonNull(paces.get(tool))
                            .next(timing.clock().nanoTime());
            if (misfit != null && heldBack >= 0) {
                LogEvent.MCP_TOOLS_CHANGED
                        .line()
                        .with("misfit", misfit)
                        .with("more", heldBack)
                        .log();
            }
        }
    }

    /** What keeps a tool from being called, in words that name server, tool and difference; null if nothing does. */
    @Nullable
    String misfit(McpTool tool) {
        return ToolCheck.misfit(tool, offered);
    }

    /** Calls a tool; the end is told to the call, whatever happens. */
    void call(String token, McpTool tool, RouteRequest request, ToolCall call) {
        String misfit = misfit(tool);
        if (misfit != null) {
            call.failed(ProviderFailure.of(FailureKind.MODEL_NOT_FOUND, misfit));
            return;
        }
        McpSchema.CallToolRequest message;
        try {
            message = McpSchema.CallToolRequest.builder(tool.name())
                    .arguments(ToolCheck.arguments(tool, request, offered))
                    .progressToken(token)
                    .build();
        } catch (ProviderException e) {
            call.failed(e.failure());
            return;
        }
        wire.announce(token, new CheckedCall(call, () -> recheck(tool)));
        var unused = client.callTool(message)
                .subscribe(result -> {}, error -> refused(token)); // the wire tells the end of what was sent
    }

    /** Lists the tools again; what keeps this one from being called now. */
    private CompletableFuture<@Nullable String> recheck(McpTool tool) {
        return lists.read().handle((listed, error) -> error == null ? misfit(tool) : null);
    }

    private void refused(String token) {
        ToolCall waiting = wire.take(token);
        if (waiting != null) {
            waiting.failed(ProviderFailure.of(FailureKind.OTHER, "the client did not make the call"));
        }
    }

    /** Ends a call whose end has been told already. */
    void cancel(String token, String reason) {
        wire.cancel(token, reason);
    }

    /** Ends the session and all its calls. Does not block. */
    void close(ProviderFailure why) {
        wire.lost(why);
        client.close();
    }

    /** Whether the server cannot be spoken to any more. */
    boolean isLost() {
        return wire.isLost();
    }

    /** Whether it was closed and nothing is left. */
    boolean hasEnded() {
        return link.hasEnded();
    }

    /** Waits a few seconds at most until nothing is left. */
    void awaitEnd() {
        link.awaitEnd();
    }
}
