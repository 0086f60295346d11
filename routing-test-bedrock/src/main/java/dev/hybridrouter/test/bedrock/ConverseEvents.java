package dev.hybridrouter.test.bedrock;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The events of ConverseStream for a reply. */
final class ConverseEvents {
    private final List<WireEvent> events = new ArrayList<>();
    private final int chunkWords;
    private int block;

    private ConverseEvents(int chunkWords) {
        this.chunkWords = chunkWords;
    }

    static List<WireEvent> of(Reply reply) {
        ConverseEvents stream = new ConverseEvents(reply.pacing().chunkWords());
        stream.add(WireEvent.MESSAGE_START, Map.of("role", "assistant"));
        reply.content().forEach(stream::addBlock);
        stream.add(WireEvent.MESSAGE_STOP, messageStop(reply));
        stream.add(WireEvent.METADATA, ConverseBody.metadata(reply));
        return stream.events;
    }

    private static Map<String, Object> messageStop(Reply reply) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("stopReason", reply.stopReason());
        ConverseBody.copyField(reply, "additionalModelResponseFields", json);
        return json;
    }

    private void addBlock(ReplyContent content) {
        if (content instanceof ReplyContent.Text text) {
            Words.pieces(text.text(), chunkWords).forEach(piece -> addDelta(Map.of("text", piece), Words.count(piece)));
        } else if (content instanceof ReplyContent.Reasoning reasoning) {
            addReasoning(reasoning);
        } else if (content instanceof ReplyContent.RedactedReasoning redacted) {
            addReasoningDelta("redactedContent", redacted.base64(), 0);
        } else if (content instanceof ReplyContent.ToolUse tool) {
            addTool(tool);
        }
        add(WireEvent.BLOCK_STOP, Map.of("contentBlockIndex", block));
        block++;
    }

    private void addReasoning(ReplyContent.Reasoning reasoning) {
        Words.pieces(reasoning.text(), chunkWords)
                .forEach(piece -> addReasoningDelta("text", piece, Words.count(piece)));
        if (!reasoning.signature().isEmpty()) {
            addReasoningDelta("signature", reasoning.signature(), 0);
        }
    }

    private void addReasoningDelta(String field, String value, int tokens) {
        addDelta(Map.of("reasoningContent", Map.of(field, value)), tokens);
    }

    private void addTool(ReplyContent.ToolUse tool) {
        Map<String, Object> start = Map.of("toolUse", Map.of("toolUseId", tool.id(), "name", tool.name()));
        add(WireEvent.BLOCK_START, Map.of("contentBlockIndex", block, "start", start));
        int tokens = Words.count(tool);
        for (String fragment : Words.fragments(tool.inputJson(), chunkWords)) {
            addDelta(Map.of("toolUse", Map.of("input", fragment)), tokens);
            tokens = 0;
        }
    }

    private void addDelta(Map<String, Object> delta, int tokens) {
        Map<String, Object> payload = Map.of("contentBlockIndex", block, "delta", delta);
        events.add(WireEvent.event(WireEvent.BLOCK_DELTA, payload, tokens));
    }

    private void add(String type, Map<String, Object> payload) {
        events.add(WireEvent.event(type, payload));
    }
}
