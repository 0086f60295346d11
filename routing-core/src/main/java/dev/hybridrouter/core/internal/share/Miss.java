package dev.hybridrouter.core.internal.share;

import dev.hybridrouter.api.cache.MissCause;
import dev.hybridrouter.core.internal.similar.SearchTrace;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a miss.
 *
 * @param cause why no answer is remembered; null if nobody keeps book
 * @param probe what a search for a similar request has left; null if there was none
 */
record Miss(@Nullable MissCause cause, @Nullable SearchTrace probe) {}
