/** What can go wrong at a provider, and what each kind means for retry, fallback, health and billing. */
@NullMarked
package dev.hybridrouter.api.failure;

import org.jspecify.annotations.NullMarked;
