package dev.hybridrouter.jackson;

import dev.hybridrouter.api.json.JsonWritable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Lets Jackson 3 write decisions, results, and every other {@link JsonWritable} as {@link JsonWritable#toJson()} has it, alone and
 * within other values. It reads nothing. Add it to the builder of your mapper, or let {@code findAndAddModules()} find it. For
 * Jackson 2 use {@link RoutingJackson2Module}.
 */
public final class RoutingJackson3Module extends SimpleModule {
    /** Creates the module. */
    public RoutingJackson3Module() {
        super(RoutingJackson3Module.class.getName());
        addSerializer(JsonWritable.class, new Own());
    }

    private static final class Own extends StdSerializer<JsonWritable> {
        private static final JsonFactory JSON = new JsonFactory();

        Own() {
            super(JsonWritable.class);
        }

        @Override
        public void serialize(JsonWritable value, JsonGenerator generator, SerializationContext context) {
            try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), value.toJson())) {
                parser.nextToken();
                generator.copyCurrentStructure(parser); // not as raw text, which trees and other formats cannot hold
            }
        }

        @Override
        public void serializeWithType(
                JsonWritable value, JsonGenerator generator, SerializationContext context, TypeSerializer type) {
            serialize(value, generator, context); // nobody reads it back, so it needs no type
        }
    }
}
