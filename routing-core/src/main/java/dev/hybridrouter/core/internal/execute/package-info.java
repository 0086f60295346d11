/** Carries a plan out: attempts, time limits, retries, fallbacks and streams, inside one attempt budget and the deadline. */
@NullMarked
package dev.hybridrouter.core.internal.execute;

import org.jspecify.annotations.NullMarked;
