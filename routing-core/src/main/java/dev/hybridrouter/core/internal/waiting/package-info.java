/** The waiting room: where requests wait for a share of what has no room for them now. */
@NullMarked
package dev.hybridrouter.core.internal.waiting;

import org.jspecify.annotations.NullMarked;
