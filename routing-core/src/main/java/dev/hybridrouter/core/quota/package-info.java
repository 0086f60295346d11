/**
 * What a provider admits in a minute and a day, kept as a local twin, so that a call it would refuse is not sent; and caps
 * on output that fit what models really say. Sees the API only.
 */
@NullMarked
package dev.hybridrouter.core.quota;

import org.jspecify.annotations.NullMarked;
