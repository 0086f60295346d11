/** What a host configures: the router's builder, its policies and the strategies that come with it. */
@NullMarked
package dev.hybridrouter.core;

import org.jspecify.annotations.NullMarked;
