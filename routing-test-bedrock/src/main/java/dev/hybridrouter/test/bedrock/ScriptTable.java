package dev.hybridrouter.test.bedrock;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Scripts by model, and one for all other models. Safe for use from any thread. */
final class ScriptTable {
    private final Map<String, Function<RecordedRequest, EmulatedAnswer>> byModel = new ConcurrentHashMap<>();
    private volatile @Nullable Function<RecordedRequest, EmulatedAnswer> otherwise;

    ModelScript on(String modelId) {
        return new ModelScript(script -> byModel.put(modelId, script));
    }

    ModelScript onOthers() {
        return new ModelScript(script -> otherwise = script);
    }

    Optional<Function<RecordedRequest, EmulatedAnswer>> find(String modelId) {
        Function<RecordedRequest, EmulatedAnswer> script = byModel.get(modelId);
        return Optional.ofNullable(script != null ? script : otherwise);
    }

    void clear() {
        byModel.clear();
        otherwise = null;
    }
}
