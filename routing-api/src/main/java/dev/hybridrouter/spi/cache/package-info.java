/** What a cache of answers can be given by its host: embedders, comparisons. Sees values of {@code api} only. */
@NullMarked
package dev.hybridrouter.spi.cache;

import org.jspecify.annotations.NullMarked;
