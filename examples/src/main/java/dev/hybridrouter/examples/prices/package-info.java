/** What changed between two price books. */
@NullMarked
package dev.hybridrouter.examples.prices;

import org.jspecify.annotations.NullMarked;
