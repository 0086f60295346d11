package dev.hybridrouter.bedrock;

import java.util.List;

/**
 * What a request says to the model, in the shape that the service takes.
 *
 * @param system system text and cache points
 * @param turns the conversation
 */
record Prompt(List<ConverseBlock> system, List<ConverseTurn> turns) {}
