package dev.hybridrouter.mcp;

import dev.hybridrouter.test.ProviderCompatibilityKit;
import dev.hybridrouter.test.ProviderUnderTest;

class McpStdioCompatibilityTest extends ProviderCompatibilityKit {
    @Override
    protected ProviderUnderTest newProvider() {
        return McpUnderTest.overStdio();
    }
}
