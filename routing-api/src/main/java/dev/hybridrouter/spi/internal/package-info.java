/** Parts that several adapters of this library share. Not exported to hosts. */
@NullMarked
package dev.hybridrouter.spi.internal;

import org.jspecify.annotations.NullMarked;
