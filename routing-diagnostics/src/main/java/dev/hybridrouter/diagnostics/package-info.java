/** The lines that the library logs: one catalogue of events, one way to write them. */
@NullMarked
package dev.hybridrouter.diagnostics;

import org.jspecify.annotations.NullMarked;
