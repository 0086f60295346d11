/** The one way out for calls that leave the process and are no attempts: embedder, remote guard, second level, token count. */
@NullMarked
package dev.hybridrouter.core.internal.sidecall;

import org.jspecify.annotations.NullMarked;
