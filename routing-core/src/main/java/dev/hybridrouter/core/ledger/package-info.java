/** The router's own ledger: exact under concurrency and in memory. A {@link LineRecorder} can keep what happens in it. */
@NullMarked
package dev.hybridrouter.core.ledger;

import org.jspecify.annotations.NullMarked;
