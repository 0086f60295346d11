/** What every stage of a request stands on: the request on its way, the stages, the sink of its answer. */
@NullMarked
package dev.hybridrouter.core.internal.way;

import org.jspecify.annotations.NullMarked;
