package dev.hybridrouter.api.response;

/**
 * What one kind of provider tells beyond the model-neutral answer. Each adapter has its own immutable type; a host asks
 * for it by {@link ModelResponse#metadata(Class)}.
 */
public interface ProviderMetadata {}
