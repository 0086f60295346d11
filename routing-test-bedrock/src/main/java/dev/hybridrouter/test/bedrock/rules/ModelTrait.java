package dev.hybridrouter.test.bedrock.rules;

import java.util.List;

/**
 * What the service says of single models, as a table of December 2026. A model is recognized by a part of its id, so that
 * inference profiles of any region count. A model that no row knows, and an application inference profile, has no trait: rules
 * of single models leave it alone.
 */
record ModelTrait(List<String> marks) {
    private static final String[] NEITHER_CLAUDE_NOR_NOVA = {
        "ai21.",
        "amazon.titan",
        "cohere.",
        "deepseek.",
        "google.gemma",
        "meta.llama",
        "minimax.",
        "mistral.",
        "moonshotai.",
        "nvidia.",
        "openai.",
        "qwen.",
        "writer.",
        "zai."
    };

    /** Claude, of any version. */
    static final ModelTrait CLAUDE = of("anthropic.claude");
    /** Amazon Nova. */
    static final ModelTrait NOVA = of("amazon.nova");
    /** Takes no cache points. */
    static final ModelTrait NO_CACHE_POINTS = of(NEITHER_CLAUDE_NOR_NOVA);
    /** Knows cache points of an hour, where it knows any. */
    static final ModelTrait CACHES_FOR_AN_HOUR = of(
            "claude-opus-4-5",
            "claude-sonnet-4-5",
            "claude-haiku-4-5",
            "claude-opus-4-6",
            "claude-sonnet-4-6",
            "claude-opus-4-7",
            "claude-opus-4-8",
            "claude-opus-5",
            "claude-sonnet-5",
            "claude-haiku-5",
            "claude-fable");
    /** Does not take the status of a tool result. */
    static final ModelTrait NO_RESULT_STATUS = of(NEITHER_CLAUDE_NOR_NOVA);
    /** Does not take the choice of one tool by name. */
    static final ModelTrait NO_TOOL_BY_NAME = of(NEITHER_CLAUDE_NOR_NOVA);
    /** Takes no reasoning back. */
    static final ModelTrait NO_REASONING = of("deepseek.");
    /** Takes no answer that was begun for it. */
    static final ModelTrait NO_PREFILL = of(
            "claude-opus-4-6",
            "claude-sonnet-4-6",
            "claude-opus-4-7",
            "claude-opus-4-8",
            "claude-opus-5",
            "claude-sonnet-5",
            "claude-haiku-5",
            "claude-fable");
    /** Takes a temperature or topP but not both. */
    static final ModelTrait ONE_SAMPLING_FIELD = of(
            "claude-opus-4-1",
            "claude-sonnet-4-5",
            "claude-haiku-4-5",
            "claude-opus-4-5",
            "claude-opus-4-6",
            "claude-sonnet-4-6");
    /** Takes no temperature and topP but the default. */
    static final ModelTrait NO_SAMPLING = of("claude-opus-4-7", "claude-opus-4-8", "claude-opus-5", "claude-sonnet-5");

    private static ModelTrait of(String... marks) {
        return new ModelTrait(List.of(marks));
    }

    boolean holdsFor(String modelId) {
        return marks.stream().anyMatch(modelId::contains);
    }
}
