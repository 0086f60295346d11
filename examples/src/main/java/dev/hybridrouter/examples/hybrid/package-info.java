/** Example: one path carries on while the other is down, and what the kill switch does to both. */
@NullMarked
package dev.hybridrouter.examples.hybrid;

import org.jspecify.annotations.NullMarked;
