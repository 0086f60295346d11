package dev.hybridrouter.test.bedrock.rules;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** An object with members of its own shapes each. */
record StructureShape(Map<String, Shape> members, Set<String> required) implements Shape {

    static StructureShape empty() {
        return new StructureShape(Map.of(), Set.of());
    }

    StructureShape optional(String name, Shape shape) {
        return new StructureShape(and(members, name, shape), required);
    }

    StructureShape required(String name, Shape shape) {
        Set<String> more = new HashSet<>(required);
        more.add(name);
        return new StructureShape(and(members, name, shape), Set.copyOf(more));
    }

    static Map<String, Shape> and(Map<String, Shape> members, String name, Shape shape) {
        Map<String, Shape> more = new LinkedHashMap<>(members);
        more.put(name, shape);
        return Collections.unmodifiableMap(more);
    }

    @Override
    public void check(MemberPath at, JsonNode value, Findings findings) {
        if (!value.isObject()) {
            findings.wrongType(at, "an object");
            return;
        }
        members.forEach((name, shape) -> {
            JsonNode member = JsonMembers.at(value, name).orElse(null);
            if (member != null) {
                shape.check(at.member(name), member, findings);
            } else if (required.contains(name)) {
                findings.violated(ShapeRule.REQUIRED, at.member(name), "Member must not be null");
            }
        });
    }
}
