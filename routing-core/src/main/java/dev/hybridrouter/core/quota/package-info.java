/** What a host says of its providers' quotas, and how far a router goes to stay inside them. Immutable values only. */
@NullMarked
package dev.hybridrouter.core.quota;

import org.jspecify.annotations.NullMarked;
