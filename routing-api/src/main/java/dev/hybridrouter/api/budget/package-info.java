/** Money that may be spent: windows, accounts and what happens to them. */
@NullMarked
package dev.hybridrouter.api.budget;

import org.jspecify.annotations.NullMarked;
