package dev.hybridrouter.test.bedrock;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An answer as the service would give it, immutable. The same reply serves Converse as one JSON document and
 * ConverseStream as event-stream frames.
 *
 * <p>Unless said otherwise the stop reason is {@code tool_use} when there is a tool call and {@code end_turn} when
 * there is none, usage counts words and what cache points read and wrote of them, {@code latencyMs} is the delay of the first byte, and performance configuration
 * and service tier repeat what the request asked for.
 */
public final class Reply implements EmulatedAnswer {
    private final List<ReplyContent> content;
    private final @Nullable String stopReason;
    private final @Nullable ReplyUsage usage;
    private final @Nullable Duration latency;
    private final Map<String, Object> fields;
    private final Pacing pacing;

    private Reply(
            List<ReplyContent> content,
            @Nullable String stopReason,
            @Nullable ReplyUsage usage,
            @Nullable Duration latency,
            Map<String, Object> fields,
            Pacing pacing) {
        this.content = content;
        this.stopReason = stopReason;
        this.usage = usage;
        this.latency = latency;
        this.fields = fields;
        this.pacing = pacing;
    }

    /** Returns a reply with these content blocks, which may be none. */
    public static Reply of(ReplyContent... content) {
        return new Reply(List.of(content), null, null, null, Map.of(), Pacing.IMMEDIATE);
    }

    /** Returns a reply with one text block. */
    public static Reply text(String text) {
        return of(new ReplyContent.Text(text));
    }

    /** Returns a reply with one tool call, its input as JSON text. */
    public static Reply toolUse(String id, String name, String inputJson) {
        return of(new ReplyContent.ToolUse(id, name, inputJson));
    }

    /** Returns this reply with another content block at the end. */
    public Reply and(ReplyContent block) {
        List<ReplyContent> blocks = new ArrayList<>(content);
        blocks.add(requireNonNull(block, "block"));
        return new Reply(List.copyOf(blocks), stopReason, usage, latency, fields, pacing);
    }

    /** Returns this reply with a stop reason, known to the service or not. */
    public Reply stopReason(String reason) {
        return new Reply(content, requireNonNull(reason, "reason"), usage, latency, fields, pacing);
    }

    /** Returns this reply with usage that has no cache traffic. */
    public Reply usage(long inputTokens, long outputTokens) {
        return usage(ReplyUsage.of(inputTokens, outputTokens));
    }

    /** Returns this reply with usage. */
    public Reply usage(ReplyUsage tokens) {
        return new Reply(content, stopReason, requireNonNull(tokens, "tokens"), latency, fields, pacing);
    }

    /** Returns this reply with the latency that its metrics report; nothing is delayed by it. */
    public Reply reportedLatency(Duration reported) {
        return new Reply(content, stopReason, usage, requireNonNull(reported, "reported"), fields, pacing);
    }

    /** Returns this reply with the latency mode that its performance configuration reports. */
    public Reply performanceLatency(String mode) {
        return field("performanceConfig", Map.of("latency", mode));
    }

    /** Returns this reply with the service tier that it reports. */
    public Reply serviceTier(String type) {
        return field("serviceTier", Map.of("type", type));
    }

    /** Returns this reply with a trace, as JSON text. */
    public Reply trace(String json) {
        return field("trace", WireJson.parseRequired("trace", json));
    }

    /** Returns this reply with additional model response fields, as JSON text. */
    public Reply additionalModelResponseFields(String json) {
        String name = "additionalModelResponseFields";
        return field(name, WireJson.parseRequired(name, json));
    }

    /** Returns this reply with a delay before the first byte, response headers included. */
    public Reply firstByteDelay(Duration delay) {
        return paced(pacing.firstByteDelay(delay));
    }

    /** Returns this reply with deltas of so many words, one by default; tool input has eight characters for a word. */
    public Reply chunkSize(int words) {
        return paced(pacing.chunkWords(words));
    }

    /** Returns this reply with a pause between the frames of a stream; an answer in one piece has no frames to part. */
    public Reply chunkGap(Duration gap) {
        return paced(pacing.chunkGap(gap));
    }

    List<ReplyContent> content() {
        return content;
    }

    String stopReason() {
        if (stopReason != null) {
            return stopReason;
        }
        return content.stream().anyMatch(ReplyContent.ToolUse.class::isInstance) ? "tool_use" : "end_turn";
    }

    ReplyUsage usage() {
        return usage != null ? usage : ReplyUsage.of(0, Words.count(content));
    }

    long latencyMillis() {
        return (latency != null ? latency : pacing.firstByteDelay()).toMillis();
    }

    Optional<Object> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    Pacing pacing() {
        return pacing;
    }

    /** Fills in what the script left open and only the request can tell. */
    Reply completedFor(WireFacts request) {
        Map<String, Object> merged = new LinkedHashMap<>(request.echoedFields());
        merged.putAll(fields);
        ReplyUsage tokens = usage != null ? usage : request.input().output(Words.count(content));
        return new Reply(content, stopReason, tokens, latency, Map.copyOf(merged), pacing);
    }

    /** Returns this reply with nothing in it and usage to match. */
    Reply withoutContent() {
        return new Reply(List.of(), "end_turn", ReplyUsage.of(usage().inputTokens(), 0), latency, fields, pacing);
    }

    private Reply paced(Pacing other) {
        return new Reply(content, stopReason, usage, latency, fields, other);
    }

    private Reply field(String name, Object value) {
        Map<String, Object> merged = new LinkedHashMap<>(fields);
        merged.put(name, value);
        return new Reply(content, stopReason, usage, latency, Map.copyOf(merged), pacing);
    }
}
