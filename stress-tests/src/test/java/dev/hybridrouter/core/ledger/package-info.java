/** What threads do to each other in the ledger. */
@NullMarked
package dev.hybridrouter.core.ledger;

import org.jspecify.annotations.NullMarked;
