package dev.hybridrouter.test.bedrock;

import dev.hybridrouter.test.bedrock.rules.RequestKind;
import dev.hybridrouter.test.bedrock.rules.ServiceCall;
import dev.hybridrouter.test.bedrock.rules.ServiceRules;
import java.util.Optional;

/** Decides whether a request is refused before any script sees it. */
@FunctionalInterface
interface RequestCheck {

    /** Returns the answer to a request that is refused. */
    Optional<WirePlan> refusal(RecordedRequest request);

    /** Lets everything pass. */
    static RequestCheck none() {
        return request -> Optional.empty();
    }

    /** Refuses what the service refuses. */
    static RequestCheck ofService() {
        return request -> kind(request.operation())
                .flatMap(kind -> ServiceRules.refusal(new ServiceCall(
                        kind, request.modelId(), request.header("content-type").orElse(""), request.body())))
                .map(refusal -> Fault.error(refusal.status(), refusal.type(), refusal.message())
                        .plan(request.operation(), Reply.of()));
    }

    private static Optional<RequestKind> kind(Operation operation) {
        return switch (operation) {
            case CONVERSE -> Optional.of(RequestKind.CONVERSE);
            case CONVERSE_STREAM -> Optional.of(RequestKind.CONVERSE_STREAM);
            case COUNT_TOKENS -> Optional.of(RequestKind.COUNT_TOKENS);
            case APPLY_GUARDRAIL -> Optional.of(RequestKind.APPLY_GUARDRAIL);
            case INVOKE_MODEL -> Optional.of(RequestKind.INVOKE_MODEL);
            case GET_INFERENCE_PROFILE, GET_ACCOUNT_DATA_RETENTION -> Optional.empty();
        };
    }
}
