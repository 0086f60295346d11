package dev.hybridrouter.test.bedrock;

import static java.util.Objects.requireNonNull;

/** A content block of a {@link Reply}. */
public sealed interface ReplyContent {

    /** Plain text. */
    record Text(String text) implements ReplyContent {
        /** Checks the text. */
        public Text {
            requireNonNull(text, "text");
        }
    }

    /** Readable reasoning with the signature that a later turn has to send back; an empty signature is left out. */
    record Reasoning(String text, String signature) implements ReplyContent {
        /** Checks the components. */
        public Reasoning {
            requireNonNull(text, "text");
            requireNonNull(signature, "signature");
        }
    }

    /** Reasoning that only the service can read, in Base64. */
    record RedactedReasoning(String base64) implements ReplyContent {
        /** Checks the data. */
        public RedactedReasoning {
            requireNonNull(base64, "base64");
        }
    }

    /**
     * A tool call. The input is JSON text; text that is not JSON is sent as it is in the fragments of a stream and as a
     * JSON string in a plain answer.
     */
    record ToolUse(String id, String name, String inputJson) implements ReplyContent {
        /** Checks the components. */
        public ToolUse {
            requireNonNull(id, "id");
            requireNonNull(name, "name");
            requireNonNull(inputJson, "inputJson");
        }
    }
}
