/** The engine: the chain of stages behind calls, futures and streams. */
@NullMarked
package dev.hybridrouter.core.internal.engine;

import org.jspecify.annotations.NullMarked;
