/** Typed content of requests and answers: messages, media, tools and stream deltas. Imports nothing of the library but the argument checks. */
@NullMarked
package dev.hybridrouter.api.content;

import org.jspecify.annotations.NullMarked;
