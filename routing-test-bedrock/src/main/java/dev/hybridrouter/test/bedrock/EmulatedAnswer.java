package dev.hybridrouter.test.bedrock;

/**
 * What the emulator does with a request: a {@link Reply} as the service would give it, a {@link GuardrailReply} to
 * ApplyGuardrail, an {@link EmbeddingReply} to InvokeModel, or a {@link Fault}.
 *
 * <p>Answers are immutable; one answer may serve any number of requests of all operations.
 */
public sealed interface EmulatedAnswer permits Reply, GuardrailReply, EmbeddingReply, Fault {}
