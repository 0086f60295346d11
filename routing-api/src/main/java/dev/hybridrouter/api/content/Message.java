package dev.hybridrouter.api.content;

import dev.hybridrouter.api.internal.Check;
import java.util.Arrays;
import java.util.List;

/**
 * One turn of a conversation.
 *
 * @param role who speaks
 * @param content what is said; at least one block
 */
public record Message(Role role, List<Content> content) {
    /** Refuses a turn without content. */
    public Message {
        Check.notNull(role, "message.role");
        content = Check.notEmpty(content, "message.content");
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
