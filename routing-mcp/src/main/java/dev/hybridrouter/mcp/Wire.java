package dev.hybridrouter.mcp;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The SDK's client on one side, a link on the other. It knows which request is which tool call, so that a call can be
 * cancelled by the protocol, ends when its exchange or the link does, and hears its progress; none of which the SDK's
 * client offers. Results of tools, prompts and texts of errors stop here: the client logs what it gets.
 */
final class Wire implements McpClientTransport, Link.Listener {
    private static final String CANCELLED = "notifications/cancelled";
    private static final Map<String, Object> NO_RESULT = Map.of("content", List.of());

    /** What is spoken here, the newest last. */
    private static final List<String> VERSIONS = List.of(
            ProtocolVersions.MCP_2024_11_05,
            ProtocolVersions.MCP_2025_03_26,
            ProtocolVersions.MCP_2025_06_18,
            ProtocolVersions.MCP_2025_11_25);

    private static final ProviderFailure LOST_JUST_NOW =
            ProviderFailure.of(FailureKind.UNAVAILABLE, "the server was lost just now");

    private final Link link;
    private final Consumer<ProviderFailure> onLost;
    private final Runnable onToolsChanged;
    private final Map<Object, Open> open = new ConcurrentHashMap<>();
    private final Map<String, ToolCall> calls = new ConcurrentHashMap<>();
    private final Map<String, Object> requestIds = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable ProviderFailure> lost = new AtomicReference<>();
    private final AtomicBoolean retired = new AtomicBoolean();
    private final AtomicReference<@Nullable ProviderFailure> refused = new AtomicReference<>();
    private volatile Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> client = message -> message;

    /**
     * A request that has no answer yet.
     *
     * @param token of its progress; null if it is no tool call
     * @param stage how far it is on its way out
     */
    private record Open(String method, @Nullable String token, AtomicReference<Stage> stage) {
        Open(String method, @Nullable String token) {
            this(method, token, new AtomicReference<>(Stage.SENDING));
        }
    }

    /** How far a request is on its way out; a server hears of the end of those only that it may have heard of. */
    private enum Stage {
        SENDING,
        SENT,
        CANCELLED
    }

    /**
     * Creates a wire.
     *
     * @param onLost is told once, before all calls
     * @param onToolsChanged is told as often as the server says that its tools have changed
     */
    Wire(Link link, Consumer<ProviderFailure> onLost, Runnable onToolsChanged) {
        this.link = link;
        this.onLost = onLost;
        this.onToolsChanged = onToolsChanged;
    }

    @Override
    public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
        return Mono.fromRunnable(() -> {
            client = handler;
            link.open(this);
        });
    }

    /** Announces a call, which the client is about to make with this token for its progress. */
    void announce(String token, ToolCall call) {
        calls.put(token, call);
    }

    /** Takes a call whose end is told by whoever takes it; null if it has been. */
    @Nullable
    ToolCall take(String token) {
        return calls.remove(token);
    }

    /** Forgets a call, and tells the server so if it is in progress there. */
    void cancel(String token, String reason) {
        calls.remove(token);
        Object id = requestIds.remove(token);
        Open request = id == null ? null : open.remove(id);
        if (id != null && request != null) {
            if (request.stage().getAndSet(Stage.CANCELLED) == Stage.SENT) { // else who sends it sees to the end
                withdrawOrStop(id, reason);
            }
            toClient(JSONRPCResponse.result(id, NO_RESULT)); // or the client would keep the request for ever
            closeWhenIdle();
        }
    }

    private void withdrawOrStop(Object id, String reason) {
        if (!link.withdraw(id)) {
            stop(id, reason);
        }
    }

    /** Gives up the requests of a method, none of which is a call. */
    void giveUp(String method, ProviderFailure why) {
        open.forEach((id, request) -> {
            if (request.method().equals(method)) {
                ended(id, why);
                link.abort(id);
            }
        });
    }

    private void stop(Object id, String reason) {
        link.send(
                null,
                json(new JSONRPCNotification(CANCELLED, Map.of("requestId", id, "reason", reason))),
                Departure::always);
        link.abort(id);
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
        return Mono.fromRunnable(() -> send(message));
    }

    private void send(JSONRPCMessage message) {
        if (!(message instanceof JSONRPCRequest request)) {
            link.send(null, json(message), Departure::always);
            return;
        }
        String token = token(request);
        Open opened = new Open(request.method(), token);
        open.put(request.id(), opened);
        BooleanSupplier departure = Departure::always;
        if (token != null) {
            requestIds.put(token, request.id());
            ToolCall call = calls.get(token);
            if (call == null) { // cancelled just now
                ended(request.id(), ProviderFailure.of(FailureKind.CANCELLED, "cancelled before it was sent"));
                return;
            }
            if (isLost()) {
                ended(request.id(), LOST_JUST_NOW);
                return;
            }
            departure = call::beginSending;
        }
        link.send(request.id(), json(message), departure);
        ProviderFailure gone = lost.get();
        if (gone != null) {
            ended(request.id(), gone);
            link.abort(request.id());
        } else if (!opened.stage().compareAndSet(Stage.SENDING, Stage.SENT)) {
            withdrawOrStop(request.id(), "cancelled");
        }
    }

    private static @Nullable String token(JSONRPCRequest request) {
        return request.params() instanceof McpSchema.CallToolRequest call && call.meta() != null
                ? (String) call.meta().get("progressToken")
                : null;
    }

    private static String json(JSONRPCMessage message) {
        return McpJson.write(message);
    }

    @Override
    public void message(Map<String, Object> message) {
        Object id = message.get("id");
        if (!(message.get("method") instanceof String method)) {
            answer(id, message);
        } else if (id != null) {
            toClient(new JSONRPCRequest(method, id, Map.of())); // it answers by the method; what came may be a prompt
        } else if (method.equals(McpSchema.METHOD_NOTIFICATION_PROGRESS)) {
            progress(McpJson.object(message.get("params")));
        } else if (method.equals(McpSchema.METHOD_NOTIFICATION_TOOLS_LIST_CHANGED)) {
            onToolsChanged.run(); // the client would list them all at once, each time
        } // other notifications are of no use here, and may hold anything
    }

    private void answer(@Nullable Object id, Map<String, Object> message) {
        Open request = id == null ? null : open.get(id);
        if (request == null || id == null) {
            return; // it was cancelled
        }
        if (message.get("error") != null) {
            Map<String, Object> error = McpJson.object(message.get("error"));
            Integer code = error.get("code") instanceof Number number ? number.intValue() : null;
            List<String> versions = request.method().equals(McpSchema.METHOD_INITIALIZE)
                    ? FailureReader.supportedVersions(message)
                    : null;
            ended(id, versions == null ? FailureReader.ofError(code, error.get("data")) : otherVersions(versions));
            return;
        }
        open.remove(id);
        if (request.token() != null) {
            requestIds.remove(request.token());
            result(request.token(), message.get("result"));
            toClient(JSONRPCResponse.result(id, NO_RESULT));
            closeWhenIdle();
            return;
        }
        if (request.method().equals(McpSchema.METHOD_INITIALIZE)) {
            Map<String, Object> server = McpJson.object(message.get("result"));
            boolean tools = McpJson.object(server.get("capabilities")).containsKey("tools");
            String version = String.valueOf(server.get("protocolVersion"));
            refused.set(ProviderFailure.of(
                    FailureKind.UNAVAILABLE,
                    tools
                            ? "the handshake failed; it speaks protocol " + printable(version) + ", and this adapter "
                                    + protocolVersions()
                            : "it offers no tools")); // should the client think so too
            link.ready(version);
        }
        toClient(JSONRPCResponse.result(id, message.get("result")));
    }

    private ProviderFailure otherVersions(List<String> theirs) {
        return ProviderFailure.of(
                FailureKind.UNAVAILABLE,
                "it speaks the protocol in " + theirs + " only, and this adapter in " + protocolVersions());
    }

    private static String printable(String version) {
        return version.matches("[\\w.-]{1,32}") ? version : "of no name";
    }

    private void result(String token, @Nullable Object result) {
        ToolCall call = calls.remove(token);
        if (call == null) {
            return;
        }
        McpResult read;
        try {
            read = ContentReader.toResult(result);
        } catch (RuntimeException e) { // whose message may quote the answer
            call.failed(
                    ProviderFailure.of(FailureKind.MALFORMED_RESPONSE, "the result of the tool cannot be understood"));
            return;
        }
        call.result(read);
    }

    private void progress(Map<String, Object> params) {
        ToolCall call = calls.get(String.valueOf(params.get("progressToken")));
        if (call != null && params.get("progress") instanceof Number progress) {
            String message = params.get("message") instanceof String text ? text : null;
            call.progress(new McpProgress(progress.doubleValue(), message, McpJson.object(params.get("_meta"))));
        }
    }

    @Override
    public void ended(Object requestId, ProviderFailure why) {
        Open request = open.remove(requestId);
        if (request == null) {
            return;
        }
        if (request.token() == null) {
            refused.set(why);
            toClient(JSONRPCResponse.error(requestId, new JSONRPCResponse.JSONRPCError(0, why.toString())));
            return;
        }
        requestIds.remove(request.token());
        ToolCall call = calls.remove(request.token());
        if (call != null) {
            call.failed(why);
        }
        toClient(JSONRPCResponse.result(requestId, NO_RESULT));
        closeWhenIdle();
    }

    @Override
    public void lost(ProviderFailure why) {
        if (lost.compareAndSet(null, why)) {
            tellOnce(why); // first: who asks again at once must not come back here
            open.keySet().forEach(id -> ended(id, why)); // before the link tells that their exchanges broke
            link.close();
        }
    }

    @Override
    public void retired(ProviderFailure why) {
        tellOnce(why);
        closeWhenIdle();
    }

    private void tellOnce(ProviderFailure why) {
        if (retired.compareAndSet(false, true)) {
            onLost.accept(why);
        }
    }

    private void closeWhenIdle() {
        if (retired.get() && open.isEmpty()) {
            lost(LOST_JUST_NOW);
        }
    }

    /** Whether nothing new can be asked here. */
    boolean isLost() {
        return retired.get() || lost.get() != null;
    }

    /** Why the server was lost, or else why a request that is no tool call had no answer; null if all had one. */
    @Nullable
    ProviderFailure refusal() {
        ProviderFailure gone = lost.get();
        return gone == null ? refused.get() : gone;
    }

    private void toClient(JSONRPCMessage message) {
        var unused = client.apply(Mono.just(message)).subscribe(handled -> {}, error -> {});
    }

    @Override
    public List<String> protocolVersions() {
        return VERSIONS;
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> typeRef) {
        return McpJson.MAPPER.convertValue(data, typeRef);
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.fromRunnable(link::close);
    }
}
