package dev.hybridrouter.test.bedrock;

import java.util.Map;

/** The errors that ConverseStream may raise inside a stream, and how Converse would say the same. */
final class ErrorTypes {
    private static final Map<String, Integer> STATUS = Map.of(
            "throttlingException", 429,
            "validationException", 400,
            "modelStreamErrorException", 424,
            "serviceUnavailableException", 503);

    private ErrorTypes() {}

    static int status(String type) {
        return STATUS.getOrDefault(type, 500);
    }

    static Map<String, Object> body(String type) {
        String message = "The stream was ended by " + type + ".";
        return type.equals("modelStreamErrorException")
                ? Map.of("message", message, "originalStatusCode", 500, "originalMessage", "The model stopped.")
                : Map.of("message", message);
    }
}
