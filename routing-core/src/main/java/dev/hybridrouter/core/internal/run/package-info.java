/** The attempts of one request, one after the other or side by side, until one commits. */
@NullMarked
package dev.hybridrouter.core.internal.run;

import org.jspecify.annotations.NullMarked;
