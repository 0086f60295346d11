/** What a router reports to its listeners. Uses the API and the SPI's values; nothing here is called by applications. */
@NullMarked
package dev.hybridrouter.spi.event;

import org.jspecify.annotations.NullMarked;
