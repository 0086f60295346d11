package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Json;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.document.Document;

/**
 * The input of a tool use, as calls and streams read it alike. Models leave it out where a tool takes no arguments, or write
 * nothing but white space; some write the object as a string.
 */
final class ToolInput {
    private static final Json NOTHING = Json.object("{}");

    private final StringBuilder text = new StringBuilder();

    /** Creates the input of a tool use that is still arriving. */
    ToolInput() {}

    /** Returns the input of an answer in one piece. */
    static ToolInput of(@Nullable Document document) {
        ToolInput input = new ToolInput();
        if (document != null && document.isString()) {
            input.add(document.asString());
        } else if (document != null && !document.isNull()) {
            input.add(DocumentJson.toText(document));
        }
        return input;
    }

    void add(String fragment) {
        text.append(fragment);
    }

    /** Whether the model wrote no input, or had not begun to. */
    boolean isBlank() {
        return text.toString().isBlank();
    }

    /** Returns the input; null if what there is is no JSON object. */
    @Nullable
    Json read() {
        if (isBlank()) {
            return NOTHING;
        }
        try {
            return DocumentJson.checked(text.toString());
        } catch (DocumentJson.MalformedJsonException e) {
            return null;
        }
    }
}
