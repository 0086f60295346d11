package dev.hybridrouter.test.bedrock.rules;

import java.util.Map;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** A map from strings to values of one shape. */
record MapShape(StringShape key, Shape entry, int least, int most) implements Shape {

    static MapShape of(StringShape key, Shape entry) {
        return new MapShape(key, entry, 0, Integer.MAX_VALUE);
    }

    MapShape size(int from, int to) {
        return new MapShape(key, entry, from, to);
    }

    @Override
    public void check(MemberPath at, JsonNode value, Findings findings) {
        if (!value.isObject()) {
            findings.wrongType(at, "an object");
            return;
        }
        Map<String, JsonNode> entries = value.asObject();
        EntryCount.check(at, entries.size(), least, most, findings);
        entries.forEach((name, node) -> {
            key.check(at.member(name).member("key"), name, findings);
            entry.check(at.member(name).member("value"), node, findings);
        });
    }
}
