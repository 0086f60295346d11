/** Providers with prompt caches and queues under recorded conversations, on virtual time: with affinity and without. */
@NullMarked
package dev.hybridrouter.benchmarks.affinity;

import org.jspecify.annotations.NullMarked;
