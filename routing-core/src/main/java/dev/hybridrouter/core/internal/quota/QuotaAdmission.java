package dev.hybridrouter.core.internal.quota;

/** What a bucket says to a call: it may go, and holds its part of the quota, or it may not. */
public sealed interface QuotaAdmission permits QuotaHold, QuotaRefusal {}
