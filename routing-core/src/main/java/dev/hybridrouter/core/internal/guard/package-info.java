/** Takes texts out of requests and answers, has guards inspect them, and puts back what they let go on. */
@NullMarked
package dev.hybridrouter.core.internal.guard;

import org.jspecify.annotations.NullMarked;
