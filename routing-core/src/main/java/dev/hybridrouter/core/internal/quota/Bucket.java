package dev.hybridrouter.core.internal.quota;

/**
 * A quota of the router.
 *
 * @param name its name, for messages
 * @param twin what the provider is believed to admit
 */
record Bucket(String name, QuotaTwin twin) {}
