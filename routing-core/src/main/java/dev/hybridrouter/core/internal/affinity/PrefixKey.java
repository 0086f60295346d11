package dev.hybridrouter.core.internal.affinity;

/**
 * The beginning of a tenant's prompts. The tenant is part of it, so that no tenant learns by a price or a route what another
 * has asked.
 */
record PrefixKey(String tenant, long hash) {}
