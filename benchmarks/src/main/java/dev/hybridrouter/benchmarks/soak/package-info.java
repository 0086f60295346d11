/** A long run with all faults mixed: does anything grow? */
@NullMarked
package dev.hybridrouter.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
