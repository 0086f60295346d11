/** What the targets' prompt caches are believed to hold. Keeps hashes, never text. */
@NullMarked
package dev.hybridrouter.core.internal.affinity;

import org.jspecify.annotations.NullMarked;
