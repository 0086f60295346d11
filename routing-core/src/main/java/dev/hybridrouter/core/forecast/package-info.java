/** What budgets will have spent by the end of their windows, with a band, or that nobody can tell yet. */
@NullMarked
package dev.hybridrouter.core.forecast;

import org.jspecify.annotations.NullMarked;
