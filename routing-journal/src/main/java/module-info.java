/** The ledger on disk. Sees the API and the ledger of the core. */
module dev.hybridrouter.journal {
    requires transitive dev.hybridrouter.api;
    requires dev.hybridrouter.core;
    requires transitive static org.jspecify;
    requires org.slf4j;

    exports dev.hybridrouter.journal;
}
