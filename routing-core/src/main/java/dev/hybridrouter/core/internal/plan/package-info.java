/** Decides, purely: request facts and an immutable snapshot of targets give candidates, constraints, ranking. Imports no other room. */
@NullMarked
package dev.hybridrouter.core.internal.plan;

import org.jspecify.annotations.NullMarked;
