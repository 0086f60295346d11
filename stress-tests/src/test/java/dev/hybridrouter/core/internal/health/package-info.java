/** What threads do to each other at a target's door. */
@NullMarked
package dev.hybridrouter.core.internal.health;

import org.jspecify.annotations.NullMarked;
