/** What a store of answers implements that several routers share. Sees values of {@code api} only. */
@NullMarked
package dev.hybridrouter.spi.cache;

import org.jspecify.annotations.NullMarked;
