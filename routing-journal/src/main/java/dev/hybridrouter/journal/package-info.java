/**
 * A ledger with a journal on disk, so that neither a restart nor a crash forgets what was spent. Sees the API, the SPI and the
 * ledger of the core.
 */
@NullMarked
package dev.hybridrouter.journal;

import org.jspecify.annotations.NullMarked;
