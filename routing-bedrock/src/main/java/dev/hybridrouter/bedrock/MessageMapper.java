package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Role;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.spi.ProviderException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.Message;

/**
 * Maps the turns of a conversation. An answer in which nothing is visible is left out, because the service would refuse
 * it, and the user's turns around it become one, because the service wants the roles to alternate.
 */
final class MessageMapper {
    private final List<Message> messages = new ArrayList<>();
    private boolean gap;

    private MessageMapper() {}

    static List<Message> toMessages(List<dev.hybridrouter.api.content.Message> turns, ContentMapper content) {
        MessageMapper mapper = new MessageMapper();
        for (int i = 0; i < turns.size(); i++) {
            Role role = turns.get(i).role();
            List<ContentBlock> blocks = content.toBlocks(turns.get(i).content());
            if (isVisible(blocks)) {
                mapper.add(role == Role.USER ? ConversationRole.USER : ConversationRole.ASSISTANT, blocks);
            } else if (role == Role.USER) {
                throw new ProviderException(
                        FailureKind.INVALID_REQUEST, "messages[" + i + "]: blank (expected: text or other content)");
            } else {
                mapper.gap = true;
            }
        }
        return mapper.messages;
    }

    private static boolean isVisible(List<ContentBlock> blocks) {
        return blocks.stream().anyMatch(block -> block.type() != ContentBlock.Type.CACHE_POINT);
    }

    private void add(ConversationRole role, List<ContentBlock> blocks) {
        int last = messages.size() - 1;
        if (gap && last >= 0 && messages.get(last).role() == role) {
            List<ContentBlock> joined = new ArrayList<>(messages.get(last).content());
            joined.addAll(blocks);
            messages.set(last, message(role, joined));
        } else {
            messages.add(message(role, blocks));
        }
        gap = false;
    }

    private static Message message(ConversationRole role, List<ContentBlock> blocks) {
        return Message.builder().role(role).content(blocks).build();
    }
}
