/** What callers use ({@code api}) and what adapters implement ({@code spi}). Depends on nothing but annotations. */
@SuppressWarnings("module") // the modules that may see the internal package are built after this one
module dev.hybridrouter.api {
    requires transitive static org.jspecify;

    exports dev.hybridrouter.api;
    exports dev.hybridrouter.api.budget;
    exports dev.hybridrouter.api.cache;
    exports dev.hybridrouter.api.content;
    exports dev.hybridrouter.api.control;
    exports dev.hybridrouter.api.decision;
    exports dev.hybridrouter.api.erasure;
    exports dev.hybridrouter.api.failure;
    exports dev.hybridrouter.api.flow;
    exports dev.hybridrouter.api.json;
    exports dev.hybridrouter.api.request;
    exports dev.hybridrouter.api.response;
    exports dev.hybridrouter.api.status;
    exports dev.hybridrouter.api.target;
    exports dev.hybridrouter.spi;
    exports dev.hybridrouter.spi.cache;
    exports dev.hybridrouter.spi.control;
    exports dev.hybridrouter.spi.erasure;
    exports dev.hybridrouter.spi.event;
    exports dev.hybridrouter.spi.guard;
    exports dev.hybridrouter.spi.ledger;
    exports dev.hybridrouter.api.internal to
            dev.hybridrouter.audit,
            dev.hybridrouter.bedrock,
            dev.hybridrouter.core,
            dev.hybridrouter.guard,
            dev.hybridrouter.journal,
            dev.hybridrouter.mcp,
            dev.hybridrouter.test;
    exports dev.hybridrouter.spi.internal to
            dev.hybridrouter.bedrock,
            dev.hybridrouter.mcp;
}
