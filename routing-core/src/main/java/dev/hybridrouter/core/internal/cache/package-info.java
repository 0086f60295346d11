/** The answers a router remembers: keys, entries, their store. Calls nobody. */
@NullMarked
package dev.hybridrouter.core.internal.cache;

import org.jspecify.annotations.NullMarked;
