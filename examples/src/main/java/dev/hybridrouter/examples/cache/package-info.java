/** Example: identical requests at the same time, of which one is sent. */
@NullMarked
package dev.hybridrouter.examples.cache;

import org.jspecify.annotations.NullMarked;
