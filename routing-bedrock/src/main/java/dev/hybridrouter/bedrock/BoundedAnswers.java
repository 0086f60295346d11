package dev.hybridrouter.bedrock;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Publisher;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpResponseHandler;

/**
 * An HTTP client that ends answers which are too large. Successful answers of ConverseStream pass: they are not gathered
 * here, and their frames take many times the room of their content, which {@link StreamReader} measures.
 *
 * @param client receives
 * @param limit of each answer
 */
record BoundedAnswers(SdkAsyncHttpClient client, AnswerLimit limit) implements SdkAsyncHttpClient {
    private static final String STREAM = "/converse-stream";

    @Override
    public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
        boolean streamed = request.request().encodedPath().endsWith(STREAM);
        return client.execute(SentCalls.copy(request)
                .responseHandler(new Handler(request.responseHandler(), limit, streamed))
                .build());
    }

    @Override
    public String clientName() {
        return client.clientName();
    }

    @Override
    public void close() {
        client.close();
    }

    /** Stands before the handler of one answer. The SDK says the headers before the body, on one thread. */
    private static final class Handler implements SdkAsyncHttpResponseHandler {
        private final SdkAsyncHttpResponseHandler handler;
        private final AnswerLimit limit;
        private final boolean streamed;
        private boolean passes;
        private boolean compressed;

        Handler(SdkAsyncHttpResponseHandler handler, AnswerLimit limit, boolean streamed) {
            this.handler = handler;
            this.limit = limit;
            this.streamed = streamed;
        }

        @Override
        public void onHeaders(SdkHttpResponse headers) {
            passes = streamed && headers.isSuccessful();
            compressed = headers.firstMatchingHeader("Content-Encoding")
                    .filter(encoding -> !encoding.equalsIgnoreCase("identity"))
                    .isPresent();
            handler.onHeaders(headers);
        }

        @Override
        public void onStream(Publisher<ByteBuffer> body) {
            handler.onStream(
                    passes ? body : subscriber -> body.subscribe(new LimitedBody(subscriber, limit, compressed)));
        }

        @Override
        public void onError(Throwable error) {
            handler.onError(error);
        }
    }
}
