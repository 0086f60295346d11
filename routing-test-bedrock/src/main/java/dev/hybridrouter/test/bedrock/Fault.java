package dev.hybridrouter.test.bedrock;

import static java.util.Objects.requireNonNull;

import dev.hybridrouter.test.bedrock.WirePlan.Ending;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A failure of the service or of the way to it, immutable; every fault serves all operations.
 *
 * <p>A fault that spoils an answer half-way spoils the one given by {@link #spoiling(Reply)}, or else the answer the
 * emulator gives by default. Where a number of deltas is asked for, the fault strikes right after them, and before
 * {@code messageStop} if the answer has fewer. The other operations have no deltas: there the fault strikes in the
 * middle of the JSON document.
 *
 * <p>A reset is a TCP reset (the socket is closed with zero linger) and therefore hits every exchange that shares the
 * HTTP/2 connection; {@link #streamOnly()} resets the one stream instead.
 */
public final class Fault implements EmulatedAnswer {
    private final FaultScript script;
    private final @Nullable Reply spoiled;
    private final Duration firstByteDelay;
    private final Map<String, String> headers;
    private final boolean streamOnly;

    private Fault(
            FaultScript script,
            @Nullable Reply spoiled,
            Duration firstByteDelay,
            Map<String, String> headers,
            boolean streamOnly) {
        this.script = script;
        this.spoiled = spoiled;
        this.firstByteDelay = Pacing.checkDelay("firstByteDelay", firstByteDelay);
        this.headers = headers;
        this.streamOnly = streamOnly;
    }

    private static Fault of(FaultScript script) {
        return new Fault(script, null, Duration.ZERO, Map.of(), false);
    }

    /** An error with any status and type: body {@code {"message": ...}}, the type in {@code x-amzn-ErrorType}. */
    public static Fault error(int status, String type, String message) {
        return of(FaultScript.error(status, type, Map.of("message", requireNonNull(message, "message"))));
    }

    /** 429 {@code ThrottlingException} without a hint when to come back. */
    public static Fault throttled() {
        return error(429, "ThrottlingException", "Too many requests, please wait before trying again.");
    }

    /** 429 {@code ThrottlingException} with a {@code Retry-After} header in whole seconds, rounded up. */
    public static Fault throttled(Duration retryAfter) {
        long seconds = Pacing.checkDelay("retryAfter", retryAfter)
                .plusNanos(999_999_999)
                .toSeconds();
        return throttled().header("retry-after", Long.toString(seconds));
    }

    /** 429 {@code ModelNotReadyException}. */
    public static Fault modelNotReady() {
        return error(429, "ModelNotReadyException", "The model is not ready to serve this request.");
    }

    /** 408 {@code ModelTimeoutException}. */
    public static Fault modelTimeout() {
        return error(408, "ModelTimeoutException", "The model took too long to answer.");
    }

    /** 424 {@code ModelErrorException} with the status of the model and the name of the resource. */
    public static Fault modelError(int originalStatusCode, String resourceName) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("message", "The model failed while it served the request.");
        body.put("originalStatusCode", originalStatusCode);
        body.put("resourceName", requireNonNull(resourceName, "resourceName"));
        return of(FaultScript.error(424, "ModelErrorException", body));
    }

    /** 400 {@code ValidationException}. */
    public static Fault validation(String message) {
        return error(400, "ValidationException", message);
    }

    /** 400 {@code ValidationException} of a prompt that exceeds the context window. */
    public static Fault inputTooLong() {
        return validation("Input is too long for requested model.");
    }

    /** 400 {@code ServiceQuotaExceededException}. */
    public static Fault quotaExceeded() {
        return error(400, "ServiceQuotaExceededException", "Your account has reached a quota of the service.");
    }

    /** 403 {@code AccessDeniedException}. */
    public static Fault accessDenied() {
        return error(403, "AccessDeniedException", "You don't have access to the model with the specified model ID.");
    }

    /** 404 {@code ResourceNotFoundException}. */
    public static Fault resourceNotFound() {
        return error(404, "ResourceNotFoundException", "Could not resolve the foundation model.");
    }

    /** 500 {@code InternalServerException}. */
    public static Fault internalServerError() {
        return error(500, "InternalServerException", "The service met an unexpected error.");
    }

    /** 503 {@code ServiceUnavailableException}. */
    public static Fault serviceUnavailable() {
        return error(503, "ServiceUnavailableException", "The service is temporarily unavailable.");
    }

    /** 502 with an HTML page, as a proxy on the way answers. */
    public static Fault htmlBadGateway() {
        return of(FaultScript.html(502, "<html><body><h1>502 Bad Gateway</h1></body></html>"));
    }

    /** The right answer, its first byte late. */
    public static Fault slowFirstByte(Duration delay) {
        return of(FaultScript.undisturbed()).firstByteDelay(delay);
    }

    /** The right answer in pieces of so many bytes with a pause between them. */
    public static Fault slowDrip(int bytes, Duration gap) {
        if (bytes < 1) {
            throw new IllegalArgumentException("bytes: " + bytes + " (expected: >= 1)");
        }
        return of(FaultScript.drip(bytes, Pacing.checkDelay("gap", gap)));
    }

    /** The request is taken and never answered. */
    public static Fault hang() {
        return of(FaultScript.nothing(Ending.SILENCE));
    }

    /** The answer stops after so many deltas, and the connection stays open. */
    public static Fault stallAfter(int deltas) {
        return of(FaultScript.broken(checkDeltas(deltas), Ending.SILENCE));
    }

    /** The connection is reset before the response headers. */
    public static Fault resetBeforeHeaders() {
        return of(FaultScript.nothing(Ending.CONNECTION_RESET));
    }

    /** The HTTP/2 stream is refused before the request is looked at; over HTTP/1.1 the connection is closed. */
    public static Fault refusedStream() {
        return of(FaultScript.nothing(Ending.STREAM_REFUSED));
    }

    /** The connection is reset after so many deltas. */
    public static Fault resetAfter(int deltas) {
        return of(FaultScript.broken(checkDeltas(deltas), Ending.CONNECTION_RESET));
    }

    /** The stream ends properly, but after so many deltas instead of after {@code messageStop}. */
    public static Fault endAfter(int deltas) {
        return of(FaultScript.broken(checkDeltas(deltas), Ending.COMPLETE));
    }

    /** The last frame is cut in the middle, then the stream ends properly. */
    public static Fault truncatedFrame() {
        return of(FaultScript.truncated(FaultScript.LAST));
    }

    /** The frame after so many deltas is cut in the middle, then the stream ends properly. */
    public static Fault truncatedFrameAfter(int deltas) {
        return of(FaultScript.truncated(checkDeltas(deltas)));
    }

    /**
     * The frame after so many deltas has a wrong checksum; Converse gets half a JSON document. A client may lose sound
     * frames that it read together with the corrupt one; a {@link Reply#chunkGap gap} keeps them apart.
     */
    public static Fault corruptFrameAfter(int deltas) {
        return of(FaultScript.corrupt(checkDeltas(deltas)));
    }

    /** 200 with JSON that does not parse; in a stream the first frame after the first delta. */
    public static Fault malformedJson() {
        return of(FaultScript.unparseable(1));
    }

    /** A stream without {@code messageStop}; Converse has no stop reason. */
    public static Fault withoutMessageStop() {
        return of(FaultScript.without(WireEvent.MESSAGE_STOP, "stopReason"));
    }

    /** A stream without {@code metadata}; Converse has neither usage nor metrics. */
    public static Fault withoutMetadata() {
        return of(FaultScript.without(WireEvent.METADATA, "usage", "metrics"));
    }

    /** A whole answer whose connection stays open after its last event. */
    public static Fault withoutEnd() {
        return of(FaultScript.endless());
    }

    /** No content at all: an empty list in Converse, {@code messageStart} and {@code messageStop} only in a stream. */
    public static Fault emptyAnswer() {
        FaultScript bare = FaultScript.without(WireEvent.METADATA);
        return of((operation, reply) -> bare.plan(operation, reply.withoutContent()));
    }

    /**
     * A frame with {@code :message-type: exception} after so many deltas, such as {@code throttlingException}; the type
     * may be one the SDK does not know. Converse answers with the same error and its usual status.
     */
    public static Fault inStream(String exceptionType, int deltas) {
        String type = requireNonNull(exceptionType, "exceptionType");
        return of(FaultScript.exception(type, ErrorTypes.body(type), ErrorTypes.status(type), checkDeltas(deltas)));
    }

    /** An event of an unknown type after so many deltas, and an undisturbed rest; Converse has an unknown member. */
    public static Fault unknownEventAfter(int deltas) {
        return of(FaultScript.unknownEvent("futureEvent", checkDeltas(deltas)));
    }

    /** A tool call whose input breaks off: fragments that are no JSON, in Converse a string in place of an object. */
    public static Fault malformedToolInput() {
        return of(FaultScript.undisturbed()).spoiling(Reply.toolUse("tooluse_broken", "lookup", "{\"city\": \"Par"));
    }

    /** Returns this fault with the answer that it spoils; faults without an answer take no notice. */
    public Fault spoiling(Reply reply) {
        return new Fault(script, requireNonNull(reply, "reply"), firstByteDelay, headers, streamOnly);
    }

    /** Returns this fault with a delay before the first byte, or before the reset; it adds to that of the reply. */
    public Fault firstByteDelay(Duration delay) {
        return new Fault(script, spoiled, delay, headers, streamOnly);
    }

    /** Returns this fault with another response header. */
    public Fault header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(requireNonNull(name, "name"), requireNonNull(value, "value"));
        return new Fault(script, spoiled, firstByteDelay, Map.copyOf(more), streamOnly);
    }

    /**
     * Returns this fault with resets of the HTTP/2 stream instead of the connection; HTTP/1.1 closes the connection.
     */
    public Fault streamOnly() {
        return new Fault(script, spoiled, firstByteDelay, headers, true);
    }

    WirePlan plan(RecordedRequest request, WireFacts facts) {
        Reply reply = spoiled != null ? spoiled : DefaultAnswer.to(request, facts);
        return plan(request.operation(), reply.completedFor(facts));
    }

    WirePlan plan(Operation operation, Reply reply) {
        WirePlan plan = script.plan(operation, reply);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            plan = plan.header(header.getKey(), header.getValue());
        }
        if (streamOnly && plan.ending() == Ending.CONNECTION_RESET) {
            plan = plan.ending(Ending.STREAM_RESET);
        }
        return plan.delay(plan.firstByteDelay().plus(firstByteDelay));
    }

    private static int checkDeltas(int deltas) {
        if (deltas < 0) {
            throw new IllegalArgumentException("deltas: " + deltas + " (expected: >= 0)");
        }
        return deltas;
    }
}
