/** Prices, estimates and reservations of attempts. */
@NullMarked
package dev.hybridrouter.core.internal.money;

import org.jspecify.annotations.NullMarked;
