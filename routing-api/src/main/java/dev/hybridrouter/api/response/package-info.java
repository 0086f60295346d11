/** What a model answered: content, token usage and why it stopped. */
@NullMarked
package dev.hybridrouter.api.response;

import org.jspecify.annotations.NullMarked;
