package dev.hybridrouter.api.flow;

/** A class of data that flow somewhere. In the order of how much they say of a person. */
public enum FlowContent {
    /** What requests say: system text, messages, tools, media. */
    PROMPT,
    /** What models answer. */
    ANSWER,
    /** Numbers made of prompts, by which similar prompts are found. Text can be guessed from them. */
    VECTORS,
    /** Names of tenants, and values of tags, such as users. */
    NAMES,
    /** What stands for names, and leads back to them under a secret. */
    PSEUDONYMS,
    /** Hashes of prompts, or of names under a secret. */
    HASHES,
    /** Counts, times, costs, and names of targets and models. */
    FIGURES
}
