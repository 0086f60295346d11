/** Where money is reserved and settled; implemented by the router's own ledger, or by one that several routers share. */
@NullMarked
package dev.hybridrouter.spi.ledger;

import org.jspecify.annotations.NullMarked;
