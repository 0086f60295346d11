package dev.hybridrouter.examples.quickstart;

import dev.hybridrouter.bedrock.BedrockAdapter;

/** What the example talks to, and the bad days it can have. */
interface Backend extends AutoCloseable {
    /** An inference profile that stays in the EU. */
    String CLAUDE = "eu.anthropic.claude-sonnet-4-5-20250929-v1:0";

    /** Another one, of a cheaper model. */
    String NOVA = "eu.amazon.nova-lite-v1:0";

    BedrockAdapter adapter();

    /** Lets the region refuse calls of Claude as too many. Returns whether that is possible. */
    boolean throttle(String region);

    /** Makes the region unreachable. Returns whether that is possible. */
    boolean takeDown(String region);

    /** Ends what was arranged before. */
    void restore();

    /** Makes both regions slow, where that is possible. */
    void slowDown();

    /** A deadline that cannot be kept. */
    long tooShortMillis();

    @Override
    void close();
}
