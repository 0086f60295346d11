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
record ConverseTurn(Role role, String field, List<ConverseBlock> blocks) {
    /** Copies the blocks. */
    ConverseTurn {
        blocks = List.copyOf(blocks);
    }

    static List<ConverseTurn> of(List<Message> messages) {
        List<ConverseTurn> turns = new ArrayList<>(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            String field = "messages[" + i + "]";
            turns.add(new ConverseTurn(message.role(), field, blocks(message.content(), field + ".content")));
        }
        return turns;
    }

    static List<ConverseBlock> blocks(List<Content> contents, String field) {
        List<ConverseBlock> blocks = new ArrayList<>(contents.size());
        for (int i = 0; i < contents.size(); i++) {
            blocks.add(new ConverseBlock(contents.get(i), field + "[" + i + "]"));
        }
        return blocks;
    }

    boolean isUser() {
        return role == Role.USER;
    }

    boolean has(Class<? extends Content> type) {
        return blocks.stream().anyMatch(block -> block.isA(type));
    }

    ConverseTurn with(List<ConverseBlock> others) {
        return new ConverseTurn(role, field, others);
    }

    ConverseTurn mapped(UnaryOperator<ConverseBlock> change) {
        return with(blocks.stream().map(change).toList());
    }
}
