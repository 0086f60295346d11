/** What is known of each target: breaker, throttling, latency, attempts in flight. */
@NullMarked
package dev.hybridrouter.core.internal.health;

import org.jspecify.annotations.NullMarked;
