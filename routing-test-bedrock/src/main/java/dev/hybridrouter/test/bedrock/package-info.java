/**
 * A loopback server that speaks the wire format of Amazon Bedrock Runtime, for tests and load benchmarks.
 *
 * <p>The package knows the wire and nothing of the router: it imports nothing of the API but the clock.
 */
@NullMarked
package dev.hybridrouter.test.bedrock;

import org.jspecify.annotations.NullMarked;
