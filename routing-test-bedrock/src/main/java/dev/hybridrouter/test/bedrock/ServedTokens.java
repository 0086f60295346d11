package dev.hybridrouter.test.bedrock;

/**
 * What a model has served, as the emulator counts it while it writes. Words stand for tokens.
 *
 * @param input words of the requests of which content was written
 * @param output words of content that were written, those of unfinished answers included
 */
public record ServedTokens(long input, long output) {}
