package dev.hybridrouter.test;

import java.util.concurrent.Flow;

/** The subscription of a stream that brings nothing. */
enum IdleSubscription implements Flow.Subscription {
    INSTANCE;

    @Override
    public void request(long n) {}

    @Override
    public void cancel() {}
}
