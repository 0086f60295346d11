/** Answers to similar requests: vectors by context, and the evidence that hits are right. */
@NullMarked
package dev.hybridrouter.core.internal.similar;

import org.jspecify.annotations.NullMarked;
