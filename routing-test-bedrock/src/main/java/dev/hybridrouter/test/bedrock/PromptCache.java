package dev.hybridrouter.test.bedrock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * The prompt caches of all models: what lay before a cache point, until its time to live is over; each read renews it. Words
 * of system text and messages stand for tokens. Safe for use from any thread.
 */
final class PromptCache {
    /** Words before a cache point below which it is ignored: the least of all models, in tokens. */
    static final int LEAST_WORDS = 1_024;

    private static final String HOUR = "1h";
    private static final String STANDARD = "5m";

    private final InstantSource clock;
    private final Map<String, Instant> keptUntil = new HashMap<>(); // guarded by itself

    PromptCache(InstantSource clock) {
        this.clock = clock;
    }

    void clear() {
        synchronized (keptUntil) {
            keptUntil.clear();
        }
    }

    /** Reads and writes what a request asks for, and returns the usage of its input. */
    ReplyUsage use(RecordedRequest request, int inputTokens) {
        List<Point> points = new Points(request).longEnough();
        if (points.isEmpty()) {
            return ReplyUsage.of(inputTokens, 0);
        }
        Instant now = clock.instant();
        synchronized (keptUntil) {
            int read = 0;
            for (Point point : points) {
                read = keptUntil.getOrDefault(point.prefix, Instant.MIN).isAfter(now) ? point.words : read;
            }
            return usage(points, read, inputTokens, now);
        }
    }

    private ReplyUsage usage(List<Point> points, int read, int inputTokens, Instant now) {
        ReplyUsage usage = ReplyUsage.of(inputTokens - points.get(points.size() - 1).words, 0)
                .cacheRead(read);
        int cached = read;
        for (Point point : points) {
            keptUntil.merge(
                    point.prefix, now.plus(point.timeToLive()), (one, other) -> one.isAfter(other) ? one : other);
            if (point.words > cached) {
                usage = usage.cacheWrite(point.ttl, point.words - cached);
                cached = point.words;
            }
        }
        return usage;
    }

    /**
     * A cache point.
     *
     * @param prefix model and all that lies before
     * @param words how much of it counts
     * @param ttl as the request spells it
     */
    private record Point(String prefix, int words, String ttl) {
        Duration timeToLive() {
            return HOUR.equals(ttl) ? Duration.ofHours(1) : Duration.ofMinutes(5);
        }
    }

    /** Finds the cache points of a request in the order in which the service caches. */
    private static final class Points {
        private final StringBuilder prefix;
        private final List<Point> points = new ArrayList<>();
        private int words;

        Points(RecordedRequest request) {
            prefix = new StringBuilder(request.modelId());
            JsonNode body = WireJson.parse(request.body()).orElseGet(JsonNode::emptyObjectNode);
            body.field("toolConfig").ifPresent(config -> addTools(WireJson.items(config, "tools")));
            addAll(WireJson.items(body, "system"));
            WireJson.items(body, "messages").forEach(this::addMessage);
        }

        List<Point> longEnough() {
            return points.stream().filter(point -> point.words >= LEAST_WORDS).toList();
        }

        /** Tools make the prefix another but have no words. */
        private void addTools(List<JsonNode> tools) {
            tools.forEach(tool -> add(tool, 0));
        }

        private void addMessage(JsonNode message) {
            message.field("role").ifPresent(role -> prefix.append('\n').append(role));
            addAll(WireJson.items(message, "content"));
        }

        private void addAll(List<JsonNode> blocks) {
            blocks.forEach(block -> add(block, WireFacts.words(block)));
        }

        private void add(JsonNode block, int itsWords) {
            JsonNode point = block.field("cachePoint").orElse(null);
            if (point == null) {
                prefix.append('\n').append(block);
                words += itsWords;
            } else {
                String ttl = point.field("ttl")
                        .filter(JsonNode::isString)
                        .map(JsonNode::asString)
                        .orElse(STANDARD);
                points.add(new Point(prefix.toString(), words, ttl));
            }
        }
    }
}
