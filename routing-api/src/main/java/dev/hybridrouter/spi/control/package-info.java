/** Where the state of the kill switch outlives a router. */
@NullMarked
package dev.hybridrouter.spi.control;

import org.jspecify.annotations.NullMarked;
