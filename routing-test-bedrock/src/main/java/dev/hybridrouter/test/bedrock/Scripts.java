package dev.hybridrouter.test.bedrock;

import dev.hybridrouter.test.bedrock.WirePlan.Ending;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The scripts of all models and regions, and the plan that follows from them for a request. */
final class Scripts {
    private final ScriptTable everywhere = new ScriptTable();
    private final Map<String, EmulatedRegion> regions = new ConcurrentHashMap<>();
    private final Profiles profiles = new Profiles();
    private final PromptCache promptCache;
    private final RequestCheck check;

    Scripts(PromptCache promptCache, RequestCheck check) {
        this.promptCache = promptCache;
        this.check = check;
    }

    ScriptTable everywhere() {
        return everywhere;
    }

    Map<String, EmulatedRegion> regions() {
        return regions;
    }

    Profiles profiles() {
        return profiles;
    }

    void clear() {
        everywhere.clear();
        regions.values().forEach(EmulatedRegion::clear);
        promptCache.clear();
        profiles.clear();
    }

    WirePlan plan(RecordedRequest request, WireFacts facts) {
        EmulatedRegion region = regions.get(request.region());
        if (region != null && region.isDown()) {
            return WirePlan.nothing(Ending.CONNECTION_RESET, Reply.of());
        }
        return check.refusal(request).orElseGet(() -> planOfScript(request, facts));
    }

    private WirePlan planOfScript(RecordedRequest request, WireFacts facts) {
        if (request.operation() == Operation.GET_INFERENCE_PROFILE) {
            return profiles.plan(request.modelId(), request.region());
        }
        if (request.operation() == Operation.GET_ACCOUNT_DATA_RETENTION) {
            EmulatedRegion region = regions.get(request.region());
            return region == null ? DataRetention.plan(DataRetention.INHERIT) : region.dataRetentionPlan();
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
            EmbeddingReply embedding = answer instanceof EmbeddingReply given ? given : EmbeddingReply.fromText();
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
        try {
            return script(request)
                    .map(script -> script.apply(request))
                    .orElseGet(() -> DefaultAnswer.to(request, facts));
        } catch (RuntimeException thrown) {
            return Fault.error(500, "InternalServerException", "The script of the emulator failed: " + thrown);
        }
    }

    private Optional<Function<RecordedRequest, EmulatedAnswer>> script(RecordedRequest request) {
        EmulatedRegion region = regions.get(request.region());
        return Optional.ofNullable(region)
                .flatMap(known -> known.scripts().find(request.modelId()))
                .or(() -> everywhere.find(request.modelId()));
    }
}
