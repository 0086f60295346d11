/** What stores implement that keep something of tenants and users. */
@NullMarked
package dev.hybridrouter.spi.erasure;

import org.jspecify.annotations.NullMarked;
