/** Audit log of decisions: hash-chained files and their verifier. Sees the API and the log. */
module dev.hybridrouter.audit {
    requires transitive dev.hybridrouter.api;
    requires dev.hybridrouter.log;
    requires com.fasterxml.jackson.core;
    requires transitive static org.jspecify;
    requires dev.hybridrouter.diagnostics;

    exports dev.hybridrouter.audit;
}
