package dev.hybridrouter.core.ledger;

/**
 * Where the ends of lines are written down. It is told before a line's money is given back, and of a new line after its
 * money was taken: so what a book holds at any moment is never more than the accounts hold.
 */
interface Book {
    /** Writes nothing. */
    Book NONE = (line, actual) -> JournalEntry.WRITTEN;

    /** Notes that a line ended at a cost; returns at once. */
    JournalEntry ended(Line line, long actual);
}
