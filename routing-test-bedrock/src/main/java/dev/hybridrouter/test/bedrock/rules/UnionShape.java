package dev.hybridrouter.test.bedrock.rules;

import java.util.Map;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** An object of which exactly one known member is set. */
record UnionShape(String name, Map<String, Shape> members) implements Shape {

    static UnionShape named(String name) {
        return new UnionShape(name, Map.of());
    }

    UnionShape member(String member, Shape shape) {
        return new UnionShape(name, StructureShape.and(members, member, shape));
    }

    @Override
    public void check(MemberPath at, JsonNode value, Findings findings) {
        if (!value.isObject()) {
            findings.wrongType(at, "an object");
            return;
        }
        long set = members.keySet().stream()
                .filter(member -> JsonMembers.at(value, member).isPresent())
                .count();
        if (set != 1) {
            findings.notOne(at, name, members.keySet());
            return;
        }
        members.forEach((member, shape) ->
                JsonMembers.at(value, member).ifPresent(node -> shape.check(at.member(member), node, findings)));
    }
}
