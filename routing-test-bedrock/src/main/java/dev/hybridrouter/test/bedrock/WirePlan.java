package dev.hybridrouter.test.bedrock;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What goes over the wire for one request, and when. Without a head nothing is written at all. */
record WirePlan(
        @Nullable Head head, List<? extends Frame> frames, Ending ending, Duration firstByteDelay, Duration gap) {

    /** How an exchange ends after its last frame. */
    enum Ending {
        /** The response is complete. */
        COMPLETE,
        /** Nothing follows, and the connection stays open. */
        SILENCE,
        /** The TCP connection is reset. */
        CONNECTION_RESET,
        /** The HTTP/2 stream is reset; over HTTP/1.1 the connection is closed. */
        STREAM_RESET,
        /** The HTTP/2 stream is refused; over HTTP/1.1 the connection is closed. */
        STREAM_REFUSED
    }

    /** Status and headers of a response. */
    record Head(int status, Map<String, String> headers) {
        static Head of(int status, String contentType) {
            return new Head(status, Map.of("content-type", contentType));
        }

        Head header(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(name, value);
            return new Head(status, more);
        }
    }

    /** The answer of the service, undisturbed. */
    static WirePlan of(Operation operation, Reply reply) {
        return operation == Operation.CONVERSE_STREAM
                ? stream(ConverseEvents.of(reply), reply)
                : json(operation, body(operation, reply), reply);
    }

    /** The JSON document of an answer in one piece. */
    static Map<String, Object> body(Operation operation, Reply reply) {
        return switch (operation) {
            case COUNT_TOKENS ->
                new LinkedHashMap<>(Map.of("inputTokens", reply.usage().wholeInput()));
            case APPLY_GUARDRAIL -> GuardrailReply.passing().body(0);
            case INVOKE_MODEL, GET_INFERENCE_PROFILE, GET_ACCOUNT_DATA_RETENTION -> new LinkedHashMap<>();
            case CONVERSE, CONVERSE_STREAM -> ConverseBody.of(reply);
        };
    }

    static WirePlan json(Operation operation, Map<String, Object> body, Reply reply) {
        int served = operation != Operation.CONVERSE ? 0 : Words.count(reply.content());
        return document(Frame.raw(WireJson.bytes(body), served), reply);
    }

    static WirePlan document(Frame body, Reply reply) {
        Head head = Head.of(200, "application/json");
        return new WirePlan(head, List.of(body), Ending.COMPLETE, reply.pacing().firstByteDelay(), Duration.ZERO);
    }

    static WirePlan stream(List<? extends Frame> frames, Reply reply) {
        Head head = Head.of(200, "application/vnd.amazon.eventstream");
        Pacing pacing = reply.pacing();
        return new WirePlan(head, frames, Ending.COMPLETE, pacing.firstByteDelay(), pacing.chunkGap());
    }

    static WirePlan nothing(Ending ending, Reply reply) {
        return new WirePlan(null, List.of(), ending, reply.pacing().firstByteDelay(), Duration.ZERO);
    }

    WirePlan ending(Ending other) {
        return new WirePlan(head, frames, other, firstByteDelay, gap);
    }

    WirePlan frames(List<? extends Frame> other, Duration otherGap) {
        return new WirePlan(head, other, ending, firstByteDelay, otherGap);
    }

    WirePlan delay(Duration delay) {
        return new WirePlan(head, frames, ending, delay, gap);
    }

    WirePlan header(String name, String value) {
        return head == null ? this : new WirePlan(head.header(name, value), frames, ending, firstByteDelay, gap);
    }
}
