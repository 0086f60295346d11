package dev.hybridrouter.core.ledger;

import dev.hybridrouter.spi.ledger.Reservation;
import java.util.List;

/** A line of an {@link InMemoryLedger}, as its {@link LineRecorder} sees it. Every reservation of the ledger is one. */
public sealed interface LedgerLine extends Reservation permits Line {
    /** Returns the windows that the line was reserved in, one for each of its accounts. */
    List<WindowId> windows();
}
