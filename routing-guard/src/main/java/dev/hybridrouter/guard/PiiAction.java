package dev.hybridrouter.guard;

/** What is done about a class of personal data. */
public enum PiiAction {
    /** It is not looked for. */
    IGNORE,
    /** It goes on as it is; the decision says that it was there. */
    TAG,
    /** It is replaced by its class, for example {@code [IBAN]}, for good. */
    REDACT,
    /**
     * It is replaced by a numbered name, for example {@code [IBAN_1]}, which is turned back in the answer of this call and
     * of no other. The same text has the same name throughout a request. For requests only.
     */
    PLACEHOLDER,
    /** Nothing goes on. */
    BLOCK
}
