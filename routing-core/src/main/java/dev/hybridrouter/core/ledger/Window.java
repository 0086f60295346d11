package dev.hybridrouter.core.ledger;

/** The part of an account that a line was reserved in. The line is settled there, whatever window has begun since. */
interface Window {
    /** Its name over restarts. */
    WindowId id();

    /** Counts money as reserved whether it is there or not. */
    void commit(long amount);

    void settle(long reserved, long actual);

    void release(long reserved);

    /** Counts reserved money as pending; its line is settled or released later. */
    void addPending(long amount);
}
