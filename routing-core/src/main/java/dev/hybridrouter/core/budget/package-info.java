/** What may be spent, and what gives way first where it runs out. */
@NullMarked
package dev.hybridrouter.core.budget;

import org.jspecify.annotations.NullMarked;
