package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Content;

/**
 * A block of a conversation, and where the caller put it.
 *
 * @param content what it holds
 * @param field its field in the caller's request, for refusals: {@code messages[2].content[0]}
 */
record ConverseBlock(Content content, String field) {
    boolean isA(Class<? extends Content> type) {
        return type.isInstance(content);
    }

    ConverseBlock with(Content other) {
        return new ConverseBlock(other, field);
    }
}
