package dev.hybridrouter.test.bedrock.rules;

import java.util.List;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** A list of values of one shape. */
record ListShape(Shape item, int least, int most) implements Shape {

    static ListShape of(Shape item) {
        return new ListShape(item, 0, Integer.MAX_VALUE);
    }

    ListShape size(int from, int to) {
        return new ListShape(item, from, to);
    }

    @Override
    public void check(MemberPath at, JsonNode value, Findings findings) {
        if (!value.isArray()) {
            findings.wrongType(at, "a list");
            return;
        }
        List<JsonNode> items = value.asArray();
        EntryCount.check(at, items.size(), least, most, findings);
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).isNull()) {
                findings.wrongType(at.item(i), "a value");
            } else {
                item.check(at.item(i), items.get(i), findings);
            }
        }
    }
}
