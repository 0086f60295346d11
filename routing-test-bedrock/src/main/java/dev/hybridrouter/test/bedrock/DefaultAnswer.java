package dev.hybridrouter.test.bedrock;

/** The answer of a model without a script: the same text for the same model, cut at the token limit of the request. */
final class DefaultAnswer {
    private DefaultAnswer() {}

    static Reply to(RecordedRequest request, WireFacts facts) {
        String text = "This is the emulated answer of " + request.modelId() + ".";
        int limit = facts.maxTokens();
        if (limit < 1 || Words.count(text) <= limit) {
            return Reply.text(text);
        }
        return Reply.text(Words.pieces(text, limit).get(0).stripTrailing()).stopReason("max_tokens");
    }
}
