package dev.hybridrouter.core.quota;

import java.util.function.Function;

/** What a bucket says to a call: it may go, and holds its part of the quota, or it may not. */
public sealed interface QuotaAdmission permits QuotaHold, QuotaRefusal {
    /** Returns what the function for this kind returns. */
    default <T> T fold(Function<QuotaHold, T> held, Function<QuotaRefusal, T> refused) {
        return this instanceof QuotaHold hold ? held.apply(hold) : refused.apply((QuotaRefusal) this);
    }
}
