/** Where requests come in. */
@NullMarked
package dev.hybridrouter.core.internal.admit;

import org.jspecify.annotations.NullMarked;
