package dev.hybridrouter.test;

import java.time.Duration;
import java.util.List;

/** What a backend has to say in the situations of {@link ProviderCompatibilityKit}, so that the kit can recognise it. */
public final class ExpectedAnswer {
    /** The pieces in which a stream brings its text. */
    public static final List<String> PIECES = List.of("Grass ", "is ", "green.");

    /** The text of an answer. */
    public static final String TEXT = String.join("", PIECES);

    /** Input tokens outside the prompt cache. */
    public static final long INPUT_TOKENS = 12;

    /** Output tokens. */
    public static final long OUTPUT_TOKENS = 5;

    /** Input tokens read from the prompt cache, in {@link Situation#CACHED_USAGE}. */
    public static final long CACHE_READ_TOKENS = 100;

    /** Input tokens written to the prompt cache, in {@link Situation#CACHED_USAGE}. */
    public static final long CACHE_WRITE_TOKENS = 7;

    /** Id of the tool use in {@link Situation#TOOL_USE}. */
    public static final String TOOL_USE_ID = "tooluse-1";

    /** Name of the tool in {@link Situation#TOOL_USE}. The request defines it where the target has tools. */
    public static final String TOOL_NAME = "lookup_colour";

    /** Input of the tool use in {@link Situation#TOOL_USE}; white space does not matter. */
    public static final String TOOL_INPUT = "{\"plant\":\"grass\"}";

    /** The reasoning in {@link Situation#REASONING}. */
    public static final String REASONING = "Plants hold chlorophyll.";

    /** Its signature. */
    public static final String REASONING_SIGNATURE = "c2lnbmVk";

    /** The stop reason in {@link Situation#UNKNOWN_STOP_REASON}. */
    public static final String STOP_REASON = "kit_unheard_of";

    /** How long a throttled caller is asked to wait. */
    public static final Duration RETRY_AFTER = Duration.ofSeconds(7);

    /**
     * Part of every prompt of the kit. Where a backend's error has a message, it has to quote this, as real backends may
     * quote the prompt; an adapter must not repeat it.
     */
    public static final String CANARY = "canary-7f3a-whisper";

    private ExpectedAnswer() {}
}
