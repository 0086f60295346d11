package dev.hybridrouter.api.control;

/** Why a kill switch is thrown. */
public enum KillCause {
    /** Somebody decided so. */
    OPERATOR(false),
    /** Too many attempts failed. */
    ERROR_RATE(false),
    /** Too much was spent. */
    SPEND(false),
    /** A security event. */
    SECURITY(true),
    /** A rule of law or contract. */
    COMPLIANCE(true);

    private final boolean sticky;

    KillCause(boolean sticky) {
        this.sticky = sticky;
    }

    /** Whether only a person may open the switch again: it never opens by itself. */
    public boolean isSticky() {
        return sticky;
    }
}
