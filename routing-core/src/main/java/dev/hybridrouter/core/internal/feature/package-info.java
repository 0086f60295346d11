/** How the parts of a router that a host asked for install themselves. */
@NullMarked
package dev.hybridrouter.core.internal.feature;

import org.jspecify.annotations.NullMarked;
