/** Erasing what a router keeps of one tenant or user, and the receipt of it. */
@NullMarked
package dev.hybridrouter.api.erasure;

import org.jspecify.annotations.NullMarked;
