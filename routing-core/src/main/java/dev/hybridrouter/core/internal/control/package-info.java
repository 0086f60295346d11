/** What stops attempts. */
@NullMarked
package dev.hybridrouter.core.internal.control;

import org.jspecify.annotations.NullMarked;
