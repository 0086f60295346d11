package dev.hybridrouter.mcp;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Where the requests of one session go, and what each of them carries: the host's headers, the session's id and the version
 * of the protocol. Thread-safe.
 */
final class HttpAddress {
    static final String EVENT_STREAM = "text/event-stream";

    private static final String SESSION = "mcp-session-id";
    private static final String VISIBLE = "[!-~]{1,8192}";
    private static final Set<Integer> MOVED = Set.of(301, 302, 307, 308);

    private final McpServer server;
    private final AtomicReference<URI> uri;
    private final AtomicReference<@Nullable String> session = new AtomicReference<>();
    private volatile @Nullable String version;

    HttpAddress(McpServer server) {
        this.server = server;
        uri = new AtomicReference<>(Objects.requireNonNull(server.uri()));
    }

    /** A request that sends a message. Throws what the host's headers throw. */
    HttpRequest post(HttpRequest.BodyPublisher message) {
        return request("application/json, " + EVENT_STREAM)
                .header("Content-Type", "application/json")
                .POST(message)
                .build();
    }

    /**
     * A request for a stream of events. Throws what the host's headers throw.
     *
     * @param lastEventId id of the last event of the stream to take up again; null for a stream of what belongs to no
     *     request
     */
    HttpRequest get(@Nullable String lastEventId) {
        HttpRequest.Builder request = request(EVENT_STREAM);
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        return request.GET().build();
    }

    /** A request that ends the session. Throws what the host's headers throw. */
    HttpRequest delete(Duration timeout) {
        return request("application/json").timeout(timeout).DELETE().build();
    }

    private HttpRequest.Builder request(String accept) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri.get()).header("Accept", accept);
        server.currentHeaders().forEach(request::header);
        String current = session.get();
        if (current != null) {
            request.header(SESSION, current);
        }
        String spoken = version;
        if (spoken != null) {
            request.header("MCP-Protocol-Version", spoken);
        }
        return request;
    }

    /** Takes the session's id from the first response that has one. */
    void learn(HttpHeaders headers) {
        headers.firstValue(SESSION).filter(id -> id.matches(VISIBLE)).ifPresent(id -> session.compareAndSet(null, id));
    }

    boolean hasSession() {
        return session.get() != null;
    }

    void speaks(String protocolVersion) {
        version = protocolVersion;
    }

    /** Whether a response says that the address has changed. */
    static boolean isMoved(HttpResponse<?> response) {
        return MOVED.contains(response.statusCode());
    }

    /** Goes where a response says, if that is at the same origin, which may hear the host's headers. */
    boolean follow(HttpResponse<?> response) {
        URI from = response.request().uri();
        URI to = target(response);
        if (to == null || !origin(to).equals(origin(from))) {
            return false;
        }
        uri.set(to);
        return true;
    }

    /** The address that a response names, without what may be a secret; empty if it names none. */
    static String named(HttpResponse<?> response) {
        URI to = target(response);
        String path = to == null || to.getRawPath() == null ? "" : to.getRawPath();
        return to == null ? "" : origin(to) + path.substring(0, Math.min(path.length(), 200));
    }

    private static @Nullable URI target(HttpResponse<?> response) {
        try {
            URI to = response.headers()
                    .firstValue("location")
                    .map(response.request().uri()::resolve)
                    .orElse(null);
            return to == null || to.getHost() == null || to.getScheme() == null ? null : to;
        } catch (IllegalArgumentException e) { // no address
            return null;
        }
    }

    private static String origin(URI of) {
        String scheme = of.getScheme().toLowerCase(Locale.ROOT);
        int usual = scheme.equals("https") ? 443 : 80;
        int port = of.getPort() == -1 ? usual : of.getPort();
        return scheme + "://" + of.getHost().toLowerCase(Locale.ROOT) + ":" + port;
    }
}
