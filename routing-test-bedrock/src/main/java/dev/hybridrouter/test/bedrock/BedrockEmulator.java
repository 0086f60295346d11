package dev.hybridrouter.test.bedrock;

import static java.util.Objects.requireNonNull;

import dev.hybridrouter.spi.RouterClock;
import dev.hybridrouter.test.bedrock.rules.ServiceRules;
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
 * of Amazon Titan and Cohere; without a script the vector follows from the text. Of the control plane, GetInferenceProfile is
 * served for profiles that were made known, others are not found; and GetAccountDataRetention answers with the mode of the
 * region, {@code inherit} unless {@link EmulatedRegion#dataRetention(String)} says otherwise.
 *
 * <pre>{@code
 * try (BedrockEmulator emulator = BedrockEmulator.start()) {
 *     emulator.on("model-a").sequence(Fault.throttled(Duration.ofSeconds(2)), Reply.text("hello").usage(12, 3));
 *     // point an SDK client at emulator.endpoint()
 * }
 * }</pre>
 *
 * <p>Requests are held to the rules of the service, {@link ServiceRules#all()}: one that breaks a rule is answered as the service
 * answers it, mostly with a 400 that names the member, and no script sees it. {@link Builder#lenient()} turns that off.
 *
 * <p>Faults are scripted for all regions, with {@link #on(String)}, or for one, with {@link #region(String)}:
 *
 * <pre>{@code
 * emulator.region("eu-central-1").down();
 * emulator.region("eu-west-1").onOtherModels().reply(Reply.text("from Dublin"));
 * }</pre>
 *
 * <p>Safe for use from any thread. Two daemon threads serve the connections of each endpoint. {@link #down()}, {@link #up()},
 * {@link #close()} and the methods that await something block; do not call them from an answer function.
 */
public final class BedrockEmulator implements AutoCloseable {
    private final Scripts scripts;
    private final Journal journal = new Journal();
    private final LoopbackServer server;

    private final InstantSource clock;
    private final @Nullable EmulatorTls tls;

    private BedrockEmulator(Builder builder) {
        this.clock = builder.clock;
        this.tls = builder.tls;
        this.scripts = new Scripts(new PromptCache(clock), builder.check);
        this.server = listen(builder.port, "");
    }

    private LoopbackServer listen(int port, String region) {
        RequestReader reader = new RequestReader(clock, region);
        return new LoopbackServer(port, tls, protocol -> new ExchangeHandler(protocol, reader, scripts, journal));
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
        return builder().port(port).clock(clock).start();
    }

    /** Returns a builder of a strict emulator on a free port. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the address to override the endpoint of a client with; clients of all regions may use it. */
    public URI endpoint() {
        return server.address();
    }

    /** Returns the address to override the endpoint of clients of one region with. */
    public URI endpoint(String region) {
        return region(region).endpoint();
    }

    /** Returns a region, such as {@code eu-central-1}, to script its faults and answers and to take it down. */
    public EmulatedRegion region(String name) {
        return scripts.regions()
                .computeIfAbsent(
                        requireNonNull(name, "name"), added -> new EmulatedRegion(added, () -> listen(0, added)));
    }

    /**
     * Returns the script of a model, named as callers name it: model id, inference profile id or ARN; or of a guardrail,
     * named by its identifier and version with a colon between them.
     */
    public ModelScript on(String modelId) {
        return scripts.everywhere().on(requireNonNull(modelId, "modelId"));
    }

    /** Returns the script of all models that have none of their own. */
    public ModelScript onOtherModels() {
        return scripts.everywhere().onOthers();
    }

    /** Makes an inference profile known, named as callers name it, with the ARNs of the models it may use. */
    public void profile(String id, String... modelArns) {
        scripts.profiles().put(requireNonNull(id, "id"), List.of(modelArns));
    }

    /**
     * Makes GetInferenceProfile answer with a document of the test's own for a profile, named as callers name it: one that the
     * service would not give.
     */
    public void profileAnswer(String id, String json) {
        scripts.profiles().put(requireNonNull(id, "id"), requireNonNull(json, "json"));
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
        return server.connectionCount()
                + scripts.regions().values().stream()
                        .mapToInt(EmulatedRegion::openConnections)
                        .sum();
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

    /**
     * Takes all regions down: open connections are reset, new ones are refused. Without effect when they are down. For one
     * region see {@link EmulatedRegion#down()}.
     */
    public void down() {
        server.down();
        scripts.regions().values().forEach(EmulatedRegion::down);
    }

    /**
     * Brings all regions up again on the same ports. Without effect when it is up.
     *
     * @throws IllegalStateException if the emulator is closed, or if something else took the port
     */
    public void up() {
        server.up();
        scripts.regions().values().forEach(EmulatedRegion::up);
    }

    /** Releases port, connections and threads. Without effect when closed before. */
    @Override
    public void close() {
        server.close();
        scripts.regions().values().forEach(EmulatedRegion::close);
    }

    /** Builds a {@link BedrockEmulator}. Not thread-safe. */
    public static final class Builder {
        private int port;
        private InstantSource clock = RouterClock.system();
        private @Nullable EmulatorTls tls;
        private RequestCheck check = RequestCheck.ofService();

        private Builder() {}

        /** Sets the port. Default: 0, a free one. */
        public Builder port(int value) {
            port = value;
            return this;
        }

        /** Sets the clock that dates the recorded requests and ages the prompt cache. Default: the system clock. */
        public Builder clock(InstantSource value) {
            clock = requireNonNull(value, "clock");
            return this;
        }

        /** Sets that it speaks over TLS; its endpoints then name {@code localhost}. Default: clear text. */
        public Builder tls(EmulatorTls value) {
            tls = requireNonNull(value, "tls");
            return this;
        }

        /**
         * Lets requests pass that the service refuses, such as empty bodies or unanswered tool uses. Use this only to test
         * a client against answers to requests that are not under test themselves. Default: strict.
         */
        public Builder lenient() {
            check = RequestCheck.none();
            return this;
        }

        /**
         * Starts the emulator.
         *
         * @throws IllegalStateException if the port cannot be had
         */
        public BedrockEmulator start() {
            return new BedrockEmulator(this);
        }
    }
}
