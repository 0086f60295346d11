package dev.hybridrouter.test.kit;

import dev.hybridrouter.test.ProviderCompatibilityKit;
import dev.hybridrouter.test.ProviderUnderTest;
import java.util.function.UnaryOperator;

class ScriptedProviderCompatibilityTest extends ProviderCompatibilityKit {
    @Override
    protected ProviderUnderTest newProvider() {
        return new ScriptedUnderTest(UnaryOperator.identity());
    }
}
