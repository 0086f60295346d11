/** How exceptions of the host's code are logged. */
@NullMarked
package dev.hybridrouter.core.internal.log;

import org.jspecify.annotations.NullMarked;
