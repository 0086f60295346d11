package dev.hybridrouter.journal;

/**
 * How sure a journaled ledger is of a record before a call goes on. Under each, whatever is in the file is found again; what
 * differs is what may not have got there yet when the process or the machine dies.
 */
public enum Durability {
    /**
     * Reserving and settling return when the record is on the disk. Neither a crash of the process nor a loss of power
     * forgets anything. Costs one forced write for all threads that wait at the time, often milliseconds.
     */
    FORCED,
    /**
     * Reserving and settling return when the operating system has the record, which forces it to the disk when it likes. A
     * crash of the process forgets nothing; a loss of power forgets what had not been forced yet, on Linux usually the last
     * half minute.
     */
    WRITTEN,
    /**
     * Nobody waits: records are written and forced together, once in each interval. A crash of the process or a loss of power
     * forgets at most what was recorded last, over one interval and one write. A line of which only the end is forgotten
     * comes back as pending, so that spend is lost only where reserving it fell into that time too.
     */
    INTERVAL
}
