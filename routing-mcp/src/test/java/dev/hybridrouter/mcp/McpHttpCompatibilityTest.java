package dev.hybridrouter.mcp;

import dev.hybridrouter.test.ProviderCompatibilityKit;
import dev.hybridrouter.test.ProviderUnderTest;

class McpHttpCompatibilityTest extends ProviderCompatibilityKit {
    @Override
    protected ProviderUnderTest newProvider() {
        return McpUnderTest.overHttp();
    }
}
