/** Random traffic under random rules about data: is anything sent, kept, or given that the rules forbid? */
@NullMarked
package dev.hybridrouter.benchmarks.protection;

import org.jspecify.annotations.NullMarked;
