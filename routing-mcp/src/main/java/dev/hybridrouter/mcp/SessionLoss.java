package dev.hybridrouter.mcp;

import java.net.HttpURLConnection;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The ways in which servers say that they no longer know a session. The protocol has one, HTTP status 404; others are
 * common. The text of an error is looked at for this alone, and goes nowhere.
 */
final class SessionLoss {
    private static final int LONGEST_TEXT = 256;
    private static final Pattern WORDS = Pattern.compile(
            "session( id)? (was |is |has )?(not found|expired|invalid|unknown|closed|terminated)"
                    + "|(no valid|no such|unknown|invalid|expired) session",
            Pattern.CASE_INSENSITIVE);

    private SessionLoss() {}

    /**
     * Whether a refusal means it.
     *
     * @param answersRequest whether the body is the answer to the one request
     */
    static boolean isMeantBy(int status, boolean answersRequest) {
        return switch (status) {
            case HttpURLConnection.HTTP_NOT_FOUND, HttpURLConnection.HTTP_CONFLICT, HttpURLConnection.HTTP_GONE -> true;
            case HttpURLConnection.HTTP_BAD_REQUEST -> !answersRequest;
            default -> false;
        };
    }

    /** Whether a message is an error that means it. */
    static boolean isMeantBy(Map<String, Object> message) {
        return McpJson.object(message.get("error")).get("message") instanceof String text
                && text.length() <= LONGEST_TEXT
                && WORDS.matcher(text).find();
    }
}
