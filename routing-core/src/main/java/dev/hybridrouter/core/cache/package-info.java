/** Settings of the cache of answers. */
@NullMarked
package dev.hybridrouter.core.cache;

import org.jspecify.annotations.NullMarked;
