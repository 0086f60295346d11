package dev.hybridrouter.examples.quickstart;

import dev.hybridrouter.bedrock.BedrockAdapter;
import java.util.List;

/** Bedrock itself, which has its bad days when it likes. */
final class RealBedrock implements Backend {
    private final BedrockAdapter adapter;

    RealBedrock(List<String> regions) {
        BedrockAdapter.Builder builder = BedrockAdapter.builder();
        regions.forEach(builder::region);
        adapter = builder.build();
    }

    @Override
    public BedrockAdapter adapter() {
        return adapter;
    }

    @Override
    public boolean throttle(String region) {
        return false;
    }

    @Override
    public boolean takeDown(String region) {
        return false;
    }

    @Override
    public void restore() {}

    @Override
    public void slowDown() {}

    @Override
    public long tooShortMillis() {
        return 20;
    }

    @Override
    public void close() {
        adapter.close();
    }
}
