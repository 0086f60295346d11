/** The answers a router remembers: what a request may ask of them, and how a host throws them away. */
@NullMarked
package dev.hybridrouter.api.cache;

import org.jspecify.annotations.NullMarked;
