package dev.hybridrouter.benchmarks;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;

/** A LangChain4j model that answers at once. */
final class InstantChatModel implements ChatModel {
    private static final ChatResponse RESPONSE = ChatResponse.builder()
            .aiMessage(AiMessage.from("hello to you"))
            .tokenUsage(new TokenUsage(12, 3))
            .build();

    @Override
    public ChatResponse doChat(ChatRequest request) {
        return RESPONSE;
    }
}
