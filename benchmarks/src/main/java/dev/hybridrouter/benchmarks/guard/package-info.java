/** What guards cost, and how they compare to a library. */
@NullMarked
package dev.hybridrouter.benchmarks.guard;

import org.jspecify.annotations.NullMarked;
