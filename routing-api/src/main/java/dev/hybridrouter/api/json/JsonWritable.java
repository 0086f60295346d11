package dev.hybridrouter.api.json;

/**
 * A value with a JSON text. None of these values is a bean: mappers that look for getters find none. Give such a mapper one
 * serializer for this interface, or use the module {@code routing-jackson}, which has it.
 */
public interface JsonWritable {
    /**
     * Returns the value as one JSON object without white space, in ASCII. Names and order of the fields are stable; a later version
     * may add fields between them. Unknown values are left out. The text never contains a prompt or an answer.
     */
    String toJson();
}
