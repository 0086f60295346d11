/** The router itself: admit, plan, execute, publish. Sees no adapter. */
module dev.hybridrouter.core {
    requires transitive dev.hybridrouter.api;
    requires transitive micrometer.core;
    requires com.github.benmanes.caffeine;
    requires dev.failsafe.core;
    requires transitive static org.jspecify;
    requires dev.hybridrouter.diagnostics;
    requires org.slf4j;

    exports dev.hybridrouter.core;
    exports dev.hybridrouter.core.budget;
    exports dev.hybridrouter.core.cache;
    exports dev.hybridrouter.core.forecast;
    exports dev.hybridrouter.core.ledger;
    exports dev.hybridrouter.core.policy;
    exports dev.hybridrouter.core.price;
    exports dev.hybridrouter.core.quota;
}
