/** Example: tenants with budgets under load, and books that balance. */
@NullMarked
package dev.hybridrouter.examples.budgets;

import org.jspecify.annotations.NullMarked;
