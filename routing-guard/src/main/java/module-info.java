/** A guard that detects personal data and secrets in the process. Depends on the API only. */
module dev.hybridrouter.guard {
    requires transitive dev.hybridrouter.api;
    requires transitive static org.jspecify;

    exports dev.hybridrouter.guard;
}
