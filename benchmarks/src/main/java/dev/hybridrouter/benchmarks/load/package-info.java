/** Load on a real SDK client against an emulator in a process of its own: the bare client beside the routed one. */
@NullMarked
package dev.hybridrouter.benchmarks.load;

import org.jspecify.annotations.NullMarked;
