/** One call for identical requests: who is served from the cache, who follows a call in progress, and who leads one. */
@NullMarked
package dev.hybridrouter.core.internal.share;

import org.jspecify.annotations.NullMarked;
