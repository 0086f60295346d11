/** What a router says of its own parts. */
@NullMarked
package dev.hybridrouter.api.status;

import org.jspecify.annotations.NullMarked;
