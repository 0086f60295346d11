/** Tells listeners, meters and logs what happened. */
@NullMarked
package dev.hybridrouter.core.internal.publish;

import org.jspecify.annotations.NullMarked;
