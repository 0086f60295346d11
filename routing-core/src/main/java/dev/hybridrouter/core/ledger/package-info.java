/** The router's own ledger: exact under concurrency, in memory, optionally with a journal on disk. */
@NullMarked
package dev.hybridrouter.core.ledger;

import org.jspecify.annotations.NullMarked;
