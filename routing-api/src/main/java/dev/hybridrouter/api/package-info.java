/** What a host calls: the router, its results and its stream events. */
@NullMarked
package dev.hybridrouter.api;

import org.jspecify.annotations.NullMarked;
