/** What a host can give the cache: a store that routers share, embedders, comparisons. Sees values of {@code api} only. */
@NullMarked
package dev.hybridrouter.spi.cache;

import org.jspecify.annotations.NullMarked;
