package dev.hybridrouter.jackson;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.hybridrouter.api.json.JsonWritable;
import java.io.IOException;

/**
 * Lets Jackson 2 write decisions, results, and every other {@link JsonWritable} as {@link JsonWritable#toJson()} has it, alone and
 * within other values. It reads nothing. Register it, or let {@code ObjectMapper.findAndRegisterModules()} find it. For Jackson 3
 * use {@link RoutingJackson3Module}.
 */
@SuppressWarnings("serial") // as all modules of Jackson are
public final class RoutingJackson2Module extends SimpleModule {
    /** Creates the module. */
    public RoutingJackson2Module() {
        super(RoutingJackson2Module.class.getName());
        addSerializer(JsonWritable.class, new Own());
    }

    private static final class Own extends StdSerializer<JsonWritable> {
        private static final JsonFactory JSON = new JsonFactory();

        Own() {
            super(JsonWritable.class);
        }

        @Override
        public void serialize(JsonWritable value, JsonGenerator generator, SerializerProvider provider)
                throws IOException {
            try (JsonParser parser = JSON.createParser(value.toJson())) {
                parser.nextToken();
                generator.copyCurrentStructure(parser); // not as raw text, which trees and other formats cannot hold
            }
        }

        @Override
        public void serializeWithType(
                JsonWritable value, JsonGenerator generator, SerializerProvider provider, TypeSerializer type)
                throws IOException {
            serialize(value, generator, provider); // nobody reads it back, so it needs no type
        }
    }
}
