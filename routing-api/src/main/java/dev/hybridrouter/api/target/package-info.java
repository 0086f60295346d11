/** Where a request can go: targets with their path, capabilities, price, residency and retention. */
@NullMarked
package dev.hybridrouter.api.target;

import org.jspecify.annotations.NullMarked;
