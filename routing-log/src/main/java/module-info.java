/** What the logs on disk have in common. For the modules of this library only. */
@SuppressWarnings("module") // the modules that may see the package are built after this one
module dev.hybridrouter.log {
    requires transitive static org.jspecify;
    requires dev.hybridrouter.diagnostics;

    exports dev.hybridrouter.log to
            dev.hybridrouter.audit,
            dev.hybridrouter.journal;
}
