package dev.hybridrouter.test.bedrock.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** One block of a list of content, system texts or tools. */
record Block(MemberPath at, JsonNode node) {

    static List<Block> of(MemberPath list, List<JsonNode> nodes) {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            blocks.add(new Block(list.item(i), nodes.get(i)));
        }
        return blocks;
    }

    boolean is(String kind) {
        return get(kind).isPresent();
    }

    Optional<JsonNode> get(String... way) {
        return JsonMembers.at(node, way);
    }

    String text(String... way) {
        return JsonMembers.text(node, way);
    }

    /** The blocks inside a tool result. */
    List<Block> results() {
        return of(at.member("toolResult").member("content"), JsonMembers.items(node, "toolResult", "content"));
    }
}
