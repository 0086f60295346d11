/** What a caller asks: the model-neutral request and the context it is asked in. */
@NullMarked
package dev.hybridrouter.api.request;

import org.jspecify.annotations.NullMarked;
