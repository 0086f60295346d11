/** The ledger on disk. Sees the API, the ledger of the core and the log. */
module dev.hybridrouter.journal {
    requires transitive dev.hybridrouter.api;
    requires dev.hybridrouter.core;
    requires dev.hybridrouter.log;
    requires transitive static org.jspecify;
    requires dev.hybridrouter.diagnostics;

    exports dev.hybridrouter.journal;
}
