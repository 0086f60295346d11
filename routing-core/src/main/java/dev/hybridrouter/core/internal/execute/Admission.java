package dev.hybridrouter.core.internal.execute;

import dev.hybridrouter.core.internal.health.Permit;
import dev.hybridrouter.core.internal.money.Charge;

/**
 * What an attempt was let in with. Both parts end with it.
 *
 * @param permit its admission to the target
 * @param charge the money held for it
 */
record Admission(Permit permit, Charge charge) {}
