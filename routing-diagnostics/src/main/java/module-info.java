/** The catalogue of all lines that the library logs. For the modules of this library only. */
@SuppressWarnings("module") // the modules that may see the package are built after this one
module dev.hybridrouter.diagnostics {
    requires transitive static org.jspecify;
    requires transitive org.slf4j;

    exports dev.hybridrouter.diagnostics to
            dev.hybridrouter.audit,
            dev.hybridrouter.bedrock,
            dev.hybridrouter.core,
            dev.hybridrouter.journal,
            dev.hybridrouter.log,
            dev.hybridrouter.mcp;
}
