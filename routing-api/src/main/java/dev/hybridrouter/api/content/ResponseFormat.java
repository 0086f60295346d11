package dev.hybridrouter.api.content;

import dev.hybridrouter.api.internal.Check;

/** The form the answer has to take. */
public sealed interface ResponseFormat {
    /** Free text; the default. */
    record PlainText() implements ResponseFormat {}

    /**
     * JSON that satisfies a schema; needs a target with {@code Capability.STRUCTURED_OUTPUT}.
     *
     * @param name name of the schema, shown to the model
     * @param schema the JSON schema
     */
    record JsonSchema(String name, Json schema) implements ResponseFormat {
        /** Refuses a malformed name. */
        public JsonSchema {
            Check.name(name, "responseFormat.name");
            Check.notNull(schema, "responseFormat.schema");
        }
    }

    /** Free text. */
    ResponseFormat TEXT = new PlainText();

    /** Returns the format of JSON that satisfies {@code schema}. */
    static ResponseFormat json(String name, Json schema) {
        return new JsonSchema(name, schema);
    }
}
