/** Audit log of decisions: hash-chained files and their verifier. Sees only the API. */
module dev.hybridrouter.audit {
    requires transitive dev.hybridrouter.api;
    requires com.fasterxml.jackson.core;
    requires transitive static org.jspecify;
    requires org.slf4j;

    exports dev.hybridrouter.audit;
}
