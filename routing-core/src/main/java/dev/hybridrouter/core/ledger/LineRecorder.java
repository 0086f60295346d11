package dev.hybridrouter.core.ledger;

import dev.hybridrouter.spi.ledger.Reservation;

/**
 * Records how the lines of an {@link InMemoryLedger} end, for example in a file. Set it with
 * {@link InMemoryLedger.Builder#recorder}. Called on the thread that ends a line. Implementations are thread-safe, do not
 * block in {@link #ended} and do not throw.
 *
 * <p>The ledger calls it before it frees the line's money. A recorder that also records each reservation after
 * {@link InMemoryLedger#reserve} returned therefore never holds more in an account than the ledger does.
 */
public interface LineRecorder {
    /**
     * Records that a line ended. Called once for each line, also for those that expire. A correction is the end of a line that was
     * not reserved, of amount 0, once for each of its windows.
     *
     * @param actual what the line cost, in nano-dollars; 0 if it was released; may be below 0 for a correction
     * @return a receipt; {@link Reservation#settle} and {@link Reservation#release} wait for it after the money is free
     */
    Receipt ended(LedgerLine line, long actual);

    /** A record that may not be written yet. */
    interface Receipt {
        /** A receipt that nobody has to wait for. */
        Receipt DONE = () -> {};

        /** Returns when the record is as safe as the recorder promises, or cannot be written. Keeps an interrupt for later. */
        void await();
    }
}
