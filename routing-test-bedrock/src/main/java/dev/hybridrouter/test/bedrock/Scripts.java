package dev.hybridrouter.test.bedrock;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The scripts of all models, and the plan that follows from them for a request. */
final class Scripts {
    private final Map<String, Function<RecordedRequest, EmulatedAnswer>> byModel = new ConcurrentHashMap<>();
    private final PromptCache promptCache;
    private final Profiles profiles = new Profiles();
    private volatile @Nullable Function<RecordedRequest, EmulatedAnswer> otherwise;

    Scripts(PromptCache promptCache) {
        this.promptCache = promptCache;
    }

    ModelScript on(String modelId) {
        return new ModelScript(script -> byModel.put(modelId, script));
    }

    ModelScript onOthers() {
        return new ModelScript(script -> otherwise = script);
    }

    void clear() {
        byModel.clear();
        promptCache.clear();
        profiles.clear();
        otherwise = null;
    }

    Profiles profiles() {
        return profiles;
    }

    WirePlan plan(RecordedRequest request, WireFacts facts) {
        if (request.operation() == Operation.GET_INFERENCE_PROFILE) {
            return profiles.plan(request.modelId());
        }
        EmulatedAnswer answer = answer(request, facts);
        if (answer instanceof Fault fault) {
            return fault.plan(request, facts);
        }
        if (request.operation() == Operation.APPLY_GUARDRAIL) {
            GuardrailReply guardrail = answer instanceof GuardrailReply given ? given : GuardrailReply.passing();
            return WirePlan.json(Operation.APPLY_GUARDRAIL, guardrail.body(request), Reply.of());
        }
        if (request.operation() == Operation.INVOKE_MODEL) {
            EmbeddingReply embedding = answer instanceof EmbeddingReply given ? given : EmbeddingReply.to(request);
            return embedding.plan(request);
        }
        if (!(answer instanceof Reply reply)) {
            return Fault.error(500, "InternalServerException", "The script of the emulator answers another operation.")
                    .plan(request, facts);
        }
        boolean cached = request.operation() != Operation.COUNT_TOKENS;
        WireFacts billed = cached ? facts.billed(promptCache.use(request, facts.inputTokens())) : facts;
        return WirePlan.of(request.operation(), reply.completedFor(billed));
    }

    private EmulatedAnswer answer(RecordedRequest request, WireFacts facts) {
        Function<RecordedRequest, EmulatedAnswer> script = byModel.get(request.modelId());
        if (script == null) {
            script = otherwise;
        }
        if (script == null) {
            return DefaultAnswer.to(request, facts);
        }
        try {
            return script.apply(request);
        } catch (RuntimeException thrown) {
            return Fault.error(500, "InternalServerException", "The script of the emulator failed: " + thrown);
        }
    }
}
