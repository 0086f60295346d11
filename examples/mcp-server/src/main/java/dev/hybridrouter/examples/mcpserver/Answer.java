package dev.hybridrouter.examples.mcpserver;

import io.modelcontextprotocol.spec.McpSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDeltaEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamMetadataEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.MessageStopEvent;
import software.amazon.awssdk.services.bedrockruntime.model.TokenUsage;

/** What has come of one answer. Events come one after the other. */
final class Answer {
    private final StringBuilder text = new StringBuilder();
    private final Map<String, Object> structured = new LinkedHashMap<>();

    /** Adds an event; returns the text that it brings. */
    String add(ConverseStreamOutput event) {
        if (event instanceof ContentBlockDeltaEvent piece
                && piece.delta() != null
                && piece.delta().text() != null) {
            text.append(piece.delta().text());
            return piece.delta().text();
        }
        if (event instanceof MessageStopEvent stop) {
            structured.put("stopReason", stop.stopReasonAsString());
        } else if (event instanceof ConverseStreamMetadataEvent metadata && metadata.usage() != null) {
            structured.put("usage", usage(metadata.usage()));
        }
        return "";
    }

    private static Map<String, Object> usage(TokenUsage usage) {
        Map<String, Object> counts = new LinkedHashMap<>();
        put(counts, "inputTokens", usage.inputTokens());
        put(counts, "outputTokens", usage.outputTokens());
        put(counts, "cacheReadTokens", usage.cacheReadInputTokens());
        put(counts, "cacheWriteTokens", usage.cacheWriteInputTokens());
        return counts;
    }

    private static void put(Map<String, Object> counts, String name, @Nullable Integer count) {
        if (count != null) {
            counts.put(name, count);
        }
    }

    /** The result of the tool, once Bedrock has said all it will say. */
    McpSchema.CallToolResult toResult() {
        return structured.containsKey("stopReason")
                ? result(text.toString(), structured, false)
                : failed("STREAM_BROKEN", null);
    }

    /** A failure in words that a router understands; Bedrock's own may quote the prompt. */
    static McpSchema.CallToolResult failed(Throwable error) {
        Throwable cause =
                error.getCause() != null && !(error instanceof AwsServiceException) ? error.getCause() : error;
        if (!(cause instanceof AwsServiceException refused) || refused.awsErrorDetails() == null) {
            return cause instanceof IllegalArgumentException refusal
                    ? failed("INVALID_REQUEST", String.valueOf(refusal.getMessage()), null)
                    : failed("UNAVAILABLE", null);
        }
        String kind =
                switch (String.valueOf(refused.awsErrorDetails().errorCode())) {
                    case "ThrottlingException" -> "THROTTLED";
                    case "ServiceQuotaExceededException" -> "QUOTA_EXCEEDED";
                    case "ValidationException" -> "INVALID_REQUEST";
                    case "AccessDeniedException" -> "AUTH";
                    case "ResourceNotFoundException" -> "MODEL_NOT_FOUND";
                    case "ModelTimeoutException" -> "TIMEOUT";
                    case "ServiceUnavailableException", "ModelNotReadyException" -> "UNAVAILABLE";
                    default -> "SERVER_ERROR";
                };
        String seconds = refused.awsErrorDetails().sdkHttpResponse() == null
                ? ""
                : refused.awsErrorDetails()
                        .sdkHttpResponse()
                        .firstMatchingHeader("retry-after")
                        .orElse("");
        return failed(kind, seconds.matches("\\d{1,6}") ? Long.parseLong(seconds) * 1_000 : null);
    }

    private static McpSchema.CallToolResult failed(String kind, @Nullable Long retryAfterMillis) {
        return failed(kind, "Bedrock failed: " + kind, retryAfterMillis);
    }

    private static McpSchema.CallToolResult failed(String kind, String text, @Nullable Long retryAfterMillis) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("kind", kind);
        if (retryAfterMillis != null) {
            error.put("retryAfterMillis", retryAfterMillis);
        }
        return result(text, Map.of("error", error), true);
    }

    private static McpSchema.CallToolResult result(String text, Map<String, Object> structured, boolean error) {
        return McpSchema.CallToolResult.builder(List.<McpSchema.Content>of(
                        McpSchema.TextContent.builder(text).build()))
                .structuredContent(structured)
                .isError(error)
                .build();
    }
}
