package dev.hybridrouter.api.content;

import dev.hybridrouter.api.internal.Check;
import java.util.Arrays;
import java.util.List;

/**
 * One turn of a conversation.
 *
 * @param role who speaks
 * @param content what is said; at least one block; reasoning in turns of the model only
 */
public record Message(Role role, List<Content> content) {
    /** Refuses a turn without content, and reasoning of a user: models sign theirs and take back no other. */
    public Message {
        Check.notNull(role, "message.role");
        content = Check.notEmpty(content, "message.content");
        if (role == Role.USER) {
            for (int i = 0; i < content.size(); i++) {
                checkIsNoReasoning(content.get(i), i);
            }
        }
    }

    private static void checkIsNoReasoning(Content block, int index) {
        if (block instanceof Content.Reasoning || block instanceof Content.RedactedReasoning) {
            throw Check.invalid(
                    "message.content[" + index + "]",
                    "reasoning of a USER",
                    "reasoning in turns of the ASSISTANT only");
        }
    }

    /** Returns a user turn of one text block. */
    public static Message user(String text) {
        return new Message(Role.USER, List.of(new Content.Text(text)));
    }

    /** Returns a user turn. */
    public static Message user(Content... content) {
        return new Message(Role.USER, Arrays.asList(content));
    }

    /** Returns a model turn of one text block. */
    public static Message assistant(String text) {
        return new Message(Role.ASSISTANT, List.of(new Content.Text(text)));
    }

    /** Returns a model turn, for example the content of an earlier answer. */
    public static Message assistant(List<Content> content) {
        return new Message(Role.ASSISTANT, content);
    }
}
