package dev.hybridrouter.bedrock;

import dev.hybridrouter.spi.ProviderEvent;
import java.util.concurrent.Flow;

/**
 * A streamed answer with the caller's names of tools in place of those on the wire; all else passes as it is.
 *
 * @param names the names of the request
 * @param answer the answer as it arrives
 */
record RestoredNames(ToolNames names, Flow.Publisher<ProviderEvent> answer) implements Flow.Publisher<ProviderEvent> {
    @Override
    public void subscribe(Flow.Subscriber<? super ProviderEvent> subscriber) {
        if (names.isEmpty() || subscriber == null) {
            answer.subscribe(subscriber);
        } else {
            answer.subscribe(new Restoring(names, subscriber));
        }
    }

    private record Restoring(ToolNames names, Flow.Subscriber<? super ProviderEvent> caller)
            implements Flow.Subscriber<ProviderEvent> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            caller.onSubscribe(subscription);
        }

        @Override
        public void onNext(ProviderEvent event) {
            caller.onNext(
                    event instanceof ProviderEvent.Piece piece
                            ? new ProviderEvent.Piece(names.restored(piece.delta()))
                            : event);
        }

        @Override
        public void onError(Throwable error) {
            caller.onError(error);
        }

        @Override
        public void onComplete() {
            caller.onComplete();
        }
    }
}
