/** Argument checks shared by the packages of this library. Not exported to hosts. */
@NullMarked
package dev.hybridrouter.api.internal;

import org.jspecify.annotations.NullMarked;
