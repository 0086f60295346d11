/** Breaker, timer, timed call, chance, and estimates: tools that know nothing of requests in flight. */
@NullMarked
package dev.hybridrouter.core.internal.tools;

import org.jspecify.annotations.NullMarked;
