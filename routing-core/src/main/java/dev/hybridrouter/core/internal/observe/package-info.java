/** Tells listeners, meters and logs what happened. */
@NullMarked
package dev.hybridrouter.core.internal.observe;

import org.jspecify.annotations.NullMarked;
