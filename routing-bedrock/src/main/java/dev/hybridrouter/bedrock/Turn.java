package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Message;
import dev.hybridrouter.api.content.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A turn on its way from the caller's request to the service's.
 *
 * @param role whose turn it is
 * @param field its field in the caller's request, of the first of several that were joined
 * @param blocks what is said; may be empty on the way
 */
record Turn(Role role, String field, List<Block> blocks) {
    /** Copies the blocks. */
    Turn {
        blocks = List.copyOf(blocks);
    }

    static List<Turn> of(List<Message> messages) {
        List<Turn> turns = new ArrayList<>(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            String field = "messages[" + i + "]";
            turns.add(new Turn(message.role(), field, blocks(message.content(), field + ".content")));
        }
        return turns;
    }

    static List<Block> blocks(List<Content> contents, String field) {
        List<Block> blocks = new ArrayList<>(contents.size());
        for (int i = 0; i < contents.size(); i++) {
            blocks.add(new Block(contents.get(i), field + "[" + i + "]"));
        }
        return blocks;
    }

    boolean isUser() {
        return role == Role.USER;
    }

    boolean has(Class<? extends Content> type) {
        return blocks.stream().anyMatch(block -> block.isA(type));
    }

    Turn with(List<Block> others) {
        return new Turn(role, field, others);
    }

    Turn mapped(UnaryOperator<Block> change) {
        return with(blocks.stream().map(change).toList());
    }
}
