/** Answers and keys as bytes, for what leaves the process. Knows values of the API only; calls nobody. */
@NullMarked
package dev.hybridrouter.core.internal.cache.form;

import org.jspecify.annotations.NullMarked;
