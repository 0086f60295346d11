package dev.hybridrouter.core.ledger;

import dev.hybridrouter.api.budget.AccountId;

/**
 * Names a window, or a step of one, over restarts.
 *
 * @param endMillis when it counts no more for certain
 */
record WindowId(AccountId account, long startMillis, long endMillis) {}
