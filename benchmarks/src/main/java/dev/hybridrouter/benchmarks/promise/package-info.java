/** Simulations of what the documentation says of chance, with stated seeds. */
@NullMarked
package dev.hybridrouter.benchmarks.promise;

import org.jspecify.annotations.NullMarked;
