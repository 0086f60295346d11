package dev.hybridrouter.bedrock;

import java.util.concurrent.Flow;

/** A subscriber that has lost interest before anything began. */
final class CancelAtOnce<T> implements Flow.Subscriber<T> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.cancel();
    }

    @Override
    public void onNext(T item) {
        throw new AssertionError("an event after cancel");
    }

    @Override
    public void onError(Throwable error) {
        throw new AssertionError("an error after cancel", error);
    }

    @Override
    public void onComplete() {
        throw new AssertionError("a completion after cancel");
    }
}
