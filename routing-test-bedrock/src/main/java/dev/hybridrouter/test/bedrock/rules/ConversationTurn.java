package dev.hybridrouter.test.bedrock.rules;

import java.util.List;

/** One message of a conversation. */
record ConversationTurn(MemberPath at, String role, List<Block> blocks) {

    boolean isUser() {
        return role.equals("user");
    }

    boolean isAssistant() {
        return role.equals("assistant");
    }

    List<Block> all(String kind) {
        return blocks.stream().filter(block -> block.is(kind)).toList();
    }

    List<String> texts(String... way) {
        return blocks.stream()
                .filter(block -> block.get(way).isPresent())
                .map(block -> block.text(way))
                .toList();
    }
}
