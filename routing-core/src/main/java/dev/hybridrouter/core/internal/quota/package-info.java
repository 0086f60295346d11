/** Local twins of the providers' quotas, caps on output that fit what models really say, and who waits for room. */
@NullMarked
package dev.hybridrouter.core.internal.quota;

import org.jspecify.annotations.NullMarked;
