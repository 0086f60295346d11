/** The settings a host gives a router: routes by operation type, retries, breakers, extra attempts. */
@NullMarked
package dev.hybridrouter.core.policy;

import org.jspecify.annotations.NullMarked;
