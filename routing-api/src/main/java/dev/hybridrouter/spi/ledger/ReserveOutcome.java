package dev.hybridrouter.spi.ledger;

/** What became of the wish to reserve money. */
public sealed interface ReserveOutcome permits Reservation, Shortfall {}
