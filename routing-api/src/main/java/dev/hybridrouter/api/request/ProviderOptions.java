package dev.hybridrouter.api.request;

/**
 * Settings that one kind of provider understands and the model-neutral request has no word for. Each adapter has its own
 * immutable type with value equality; an adapter ignores the options of others.
 */
public interface ProviderOptions {}
