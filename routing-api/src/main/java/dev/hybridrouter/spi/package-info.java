/** What others implement or are handed: provider adapters, constraints, strategies, listeners, clock and scheduler. */
@NullMarked
package dev.hybridrouter.spi;

import org.jspecify.annotations.NullMarked;
