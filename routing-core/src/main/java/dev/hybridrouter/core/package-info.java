/** What a host builds a router with: its builder and the strategies that come with it. */
@NullMarked
package dev.hybridrouter.core;

import org.jspecify.annotations.NullMarked;
