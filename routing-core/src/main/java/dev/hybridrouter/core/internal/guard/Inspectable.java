package dev.hybridrouter.core.internal.guard;

import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.spi.guard.GuardInput.Direction;
import dev.hybridrouter.spi.guard.GuardPiece;
import dev.hybridrouter.spi.guard.GuardPiece.Kind;

/** What can be inspected. */
interface Inspectable<T> {
    /** Requests. */
    Inspectable<RouteRequest> REQUEST = new Inspectable<>() {
        @Override
        public Direction direction() {
            return Direction.REQUEST;
        }

        @Override
        public RouteRequest read(RouteRequest value, Reader reader) {
            return Texts.ofRequest(value, reader);
        }
    };

    /** Answers. */
    Inspectable<ModelResponse> ANSWER = new Inspectable<>() {
        @Override
        public Direction direction() {
            return Direction.RESPONSE;
        }

        @Override
        public ModelResponse read(ModelResponse value, Reader reader) {
            return Texts.ofAnswer(value, reader);
        }
    };

    /** Texts of a streamed answer. */
    Inspectable<GuardPiece> TEXT = new Inspectable<>() {
        @Override
        public Direction direction() {
            return Direction.RESPONSE;
        }

        @Override
        public GuardPiece read(GuardPiece value, Reader reader) {
            String seen = reader.text(value.kind(), value.text());
            if (seen.equals(value.text())) {
                return value;
            }
            return new GuardPiece(
                    value.kind(),
                    value.kind() == Kind.TOOL_INPUT ? Json.object(seen).text() : seen);
        }
    };

    /** Which way it goes. */
    Direction direction();

    /** Shows its texts to a reader. */
    T read(T value, Reader reader);
}
