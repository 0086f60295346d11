package dev.hybridrouter.core.internal.guard;

import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.spi.guard.GuardInput.Direction;

/** What can be inspected. */
interface Subject<T> {
    /** Requests. */
    Subject<RouteRequest> REQUEST = new Subject<>() {
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
    Subject<ModelResponse> ANSWER = new Subject<>() {
        @Override
        public Direction direction() {
            return Direction.RESPONSE;
        }

        @Override
        public ModelResponse read(ModelResponse value, Reader reader) {
            return Texts.ofAnswer(value, reader);
        }
    };

    /** Which way it goes. */
    Direction direction();

    /** Shows its texts to a reader. */
    T read(T value, Reader reader);
}
