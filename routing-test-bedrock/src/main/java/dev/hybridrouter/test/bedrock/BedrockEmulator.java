package dev.hybridrouter.test.bedrock;

import static java.util.Objects.requireNonNull;

import dev.hybridrouter.spi.RouterClock;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server on the loopback address that speaks the wire format of Amazon Bedrock Runtime, so that the AWS SDK
 * talks to it unmodified.
 *
 * <p>One port serves HTTP/2 in clear text with prior knowledge and HTTP/1.1. Converse, ConverseStream, CountTokens and
 * ApplyGuardrail are served; signatures are accepted unread. A model without a script answers every request with the same
 * short text and with usage that counts words. Cache points are honoured behind 1,024 words or more, for five minutes or the
 * hour they ask for, by the clock that the emulator was started with. CountTokens follows the same script, but of a reply only
 * the input it would count is told. A guardrail without a script lets everything pass. InvokeModel embeds texts in the forms
 * of Amazon Titan and Cohere; without a script the vector follows from the text. GetInferenceProfile, of the
 * control plane, is served for profiles that were made known; others are not found.
 *
 * <pre>{@code
 * try (BedrockEmulator emulator = BedrockEmulator.start()) {
 *     emulator.on("model-a").sequence(Fault.throttled(Duration.ofSeconds(2)), Reply.text("hello").usage(12, 3));
 *     // point an SDK client at emulator.endpoint()
 * }
 * }</pre>
 *
 * <p>Safe for use from any thread. Two daemon threads serve all connections. {@link #down()}, {@link #up()},
 * {@link #close()} and the methods that await something block; do not call them from an answer function.
 */
public final class BedrockEmulator implements AutoCloseable {
    private final Scripts scripts;
    private final Journal journal = new Journal();
    private final LoopbackServer server;

    private final String scheme;

    private BedrockEmulator(int port, InstantSource clock, @Nullable EmulatorTls tls) {
        RequestReader reader = new RequestReader(clock);
        this.scheme = tls == null ? "http://127.0.0.1:" : "https://localhost:";
        this.scripts = new Scripts(new PromptCache(clock));
        this.server =
                new LoopbackServer(port, tls, protocol -> new ExchangeHandler(protocol, reader, scripts, journal));
    }

    /** Starts an emulator on a free port. */
    public static BedrockEmulator start() {
        return start(0);
    }

    /**
     * Starts an emulator on a port, 0 for a free one.
     *
     * @throws IllegalStateException if the port cannot be had
     */
    public static BedrockEmulator start(int port) {
        return start(port, RouterClock.system());
    }

    /** Starts an emulator on a port with the clock that dates the recorded requests and ages the prompt cache. */
    public static BedrockEmulator start(int port, InstantSource clock) {
        return new BedrockEmulator(port, requireNonNull(clock, "clock"), null);
    }

    /** Starts an emulator on a free port that speaks over TLS; its endpoint names {@code localhost}. */
    public static BedrockEmulator start(EmulatorTls tls) {
        return new BedrockEmulator(0, RouterClock.system(), requireNonNull(tls, "tls"));
    }

    /** Returns the address to override the endpoint of a client with. */
    public URI endpoint() {
        return URI.create(scheme + server.port());
    }

    /**
     * Returns the script of a model, named as callers name it: model id, inference profile id or ARN; or of a guardrail,
     * named by its identifier and version with a colon between them.
     */
    public ModelScript on(String modelId) {
        return scripts.on(requireNonNull(modelId, "modelId"));
    }

    /** Returns the script of all models that have none of their own. */
    public ModelScript onOtherModels() {
        return scripts.onOthers();
    }

    /** Makes an inference profile known, named as callers name it, with the ARNs of the models it may use. */
    public void profile(String id, String... modelArns) {
        scripts.profiles().put(requireNonNull(id, "id"), List.of(modelArns));
    }

    /** Makes GetInferenceProfile fail for a profile, named as callers name it. */
    public void profile(String id, Fault fault) {
        scripts.profiles().put(requireNonNull(id, "id"), requireNonNull(fault, "fault"));
    }

    /** Returns the latest requests for any of the operations, oldest first, at most 1,000. */
    public List<RecordedRequest> requests() {
        return journal.requests();
    }

    /** Returns how many requests came for any of the operations. */
    public long requestCount() {
        return journal.received();
    }

    /** Returns how many TCP connections are open. */
    public int openConnections() {
        return server.connectionCount();
    }

    /** Returns how many requests are neither answered nor abandoned. */
    public int inFlight() {
        return journal.inFlight();
    }

    /** Returns how many answers of either operation lost their stream or connection before all was written. */
    public long cancelledStreams() {
        return journal.cancelled();
    }

    /** Returns how many words of content were written, those of unfinished answers included. */
    public long tokensServed() {
        return journal.tokens();
    }

    /** Returns what a model has served, named as callers name it. */
    public ServedTokens tokensServed(String modelId) {
        return journal.served(requireNonNull(modelId, "modelId"));
    }

    /** Waits for so many requests and returns whether they came in time. */
    public boolean awaitRequests(long count, Duration timeout) throws InterruptedException {
        return journal.awaitReceived(count, timeout);
    }

    /** Waits until no request is in flight and returns whether that came in time. */
    public boolean awaitIdle(Duration timeout) throws InterruptedException {
        return journal.awaitIdle(timeout);
    }

    /** Forgets scripts, profiles, cached prompts, requests and counts; what is in flight goes on. */
    public void reset() {
        scripts.clear();
        journal.clear();
    }

    /** Takes the region down: open connections are reset, new ones are refused. Without effect when it is down. */
    public void down() {
        server.down();
    }

    /**
     * Brings the region up again on the same port. Without effect when it is up.
     *
     * @throws IllegalStateException if the emulator is closed, or if something else took the port
     */
    public void up() {
        server.up();
    }

    /** Releases port, connections and threads. Without effect when closed before. */
    @Override
    public void close() {
        server.close();
    }
}
