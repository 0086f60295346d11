package dev.hybridrouter.test.bedrock.rules;

import java.util.Optional;
import java.util.function.Function;

/** A rule of conversations that goes beyond their shape, and the search for what breaks it. */
record ConversationRule(ServiceRule about, Function<Conversation, Optional<Refusal>> search) {

    /** A rule that the service itself checks; the search returns the message of the refusal. */
    static ConversationRule ofService(
            String id, String statement, String source, Function<Conversation, Optional<String>> search) {
        return new ConversationRule(new ServiceRule(id, statement, source), conversation -> search.apply(conversation)
                .map(message -> Refusal.validation(id, message)));
    }

    /** A rule that the model checks behind the service. */
    static ConversationRule ofModel(
            String id, String statement, String source, Function<Conversation, Optional<String>> search) {
        return new ConversationRule(new ServiceRule(id, statement, source), conversation -> search.apply(conversation)
                .map(message -> Refusal.byModel(id, message)));
    }

    Optional<Refusal> refusal(Conversation conversation) {
        return search.apply(conversation);
    }
}
