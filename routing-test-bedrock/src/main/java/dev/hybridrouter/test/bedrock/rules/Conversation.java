package dev.hybridrouter.test.bedrock.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** A conversation whose shape is right, as the rules look at it. */
record Conversation(String modelId, MemberPath root, JsonNode body, List<ConversationTurn> turns) {

    static Conversation of(String modelId, MemberPath root, JsonNode body) {
        List<ConversationTurn> turns = new ArrayList<>();
        List<JsonNode> messages = JsonMembers.items(body, "messages");
        for (int i = 0; i < messages.size(); i++) {
            MemberPath at = root.member("messages").item(i);
            List<Block> blocks = Block.of(at.member("content"), JsonMembers.items(messages.get(i), "content"));
            turns.add(new ConversationTurn(at, JsonMembers.text(messages.get(i), "role"), blocks));
        }
        return new Conversation(modelId, root, body, turns);
    }

    boolean isFor(ModelTrait trait) {
        return trait.holdsFor(modelId);
    }

    boolean has(String... way) {
        return JsonMembers.at(body, way).isPresent();
    }

    String text(String... way) {
        return JsonMembers.text(body, way);
    }

    Optional<ConversationTurn> last() {
        return turns.isEmpty() ? Optional.empty() : Optional.of(turns.get(turns.size() - 1));
    }

    List<Block> system() {
        return Block.of(root.member("system"), JsonMembers.items(body, "system"));
    }

    List<Block> tools() {
        return Block.of(root.member("toolConfig").member("tools"), JsonMembers.items(body, "toolConfig", "tools"));
    }

    /** The blocks of all turns. */
    Stream<Block> blocks() {
        return turns.stream().flatMap(turn -> turn.blocks().stream());
    }

    Stream<Block> all(String kind) {
        return blocks().filter(block -> block.is(kind));
    }

    /** The blocks of all turns and those inside tool results. */
    Stream<Block> allDepths(String kind) {
        return blocks().flatMap(block -> Stream.concat(Stream.of(block), block.results().stream()))
                .filter(block -> block.is(kind));
    }
}
