/** Streams: serialised tasks, filters, and turning answers into pieces and back. */
@NullMarked
package dev.hybridrouter.core.internal.flow;

import org.jspecify.annotations.NullMarked;
