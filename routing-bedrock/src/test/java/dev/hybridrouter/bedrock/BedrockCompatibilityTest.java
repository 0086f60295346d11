package dev.hybridrouter.bedrock;

import dev.hybridrouter.test.ProviderCompatibilityKit;
import dev.hybridrouter.test.ProviderUnderTest;

class BedrockCompatibilityTest extends ProviderCompatibilityKit {
    @Override
    protected ProviderUnderTest newProvider() {
        return new BedrockUnderTest();
    }
}
