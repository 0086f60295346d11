/** The scheduler of the host, guarded. */
@NullMarked
package dev.hybridrouter.core.internal.timer;

import org.jspecify.annotations.NullMarked;
