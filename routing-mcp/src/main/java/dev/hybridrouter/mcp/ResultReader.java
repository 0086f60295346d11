package dev.hybridrouter.mcp;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.response.ProviderMetadata;
import dev.hybridrouter.spi.ProviderException;
import java.util.Optional;

/**
 * Makes an answer of the result of a tool, or the failure that it is.
 *
 * @param tool the tool that was called
 */
record ResultReader(McpTool tool) {
    /**
     * The answer, with {@link McpMetadata} unless the host's function put other metadata in.
     *
     * @throws ProviderException if the tool failed, or its result cannot be understood
     */
    ModelResponse read(McpResult result) {
        if (result.error()) {
            throw new ProviderException(failure(result));
        }
        ModelResponse answer;
        try {
            answer = Check.notNull(tool.answer().apply(result), "answer");
        } catch (ProviderException e) {
            throw e;
        } catch (RuntimeException e) {
            throw unreadable(e);
        }
        return answer.metadata(ProviderMetadata.class).isPresent()
                ? answer
                : ModelResponse.builder(answer.content(), answer.stopReason())
                        .usage(answer.usage())
                        .metadata(new McpMetadata(tool.server(), tool.name(), result))
                        .build();
    }

    private ProviderFailure failure(McpResult result) {
        try {
            Optional<ProviderFailure> known = tool.failure().apply(result);
            return known.orElseGet(FailureReader::ofTool);
        } catch (RuntimeException e) {
            return FailureReader.ofTool();
        }
    }

    private static ProviderException unreadable(RuntimeException cause) {
        return new ProviderException(
                ProviderFailure.builder(FailureKind.MALFORMED_RESPONSE, "the result of the tool cannot be understood")
                        .cause(cause)
                        .build());
    }

    /** The next piece of text that a progress notification carries; empty if none. */
    String text(McpProgress progress) {
        return tool.progressText().apply(progress).orElse("");
    }
}
