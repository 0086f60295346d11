/**
 * What hosts and adapters test with: a clock that only tests move, a provider that does what it is told, assertions on
 * results and decisions, and the kit every provider adapter has to pass. Sees the API and the SPI, never the router.
 */
@NullMarked
package dev.hybridrouter.test;

import org.jspecify.annotations.NullMarked;
