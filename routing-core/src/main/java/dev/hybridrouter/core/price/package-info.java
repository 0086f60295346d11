/** What models cost: dated lines, looked up by model, scope, tier and day. Sees only the API. */
@NullMarked
package dev.hybridrouter.core.price;

import org.jspecify.annotations.NullMarked;
