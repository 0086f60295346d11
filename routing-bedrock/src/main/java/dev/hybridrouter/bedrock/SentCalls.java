package dev.hybridrouter.bedrock;

import dev.hybridrouter.spi.ProviderCall;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.SdkInternalExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpExecutionAttributes;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * An HTTP client that reports when it sends a call: it asks the call as the body of the request is written, which is after the
 * wait for a connection. Requests that carry no call, such as counts of tokens, pass as they are.
 *
 * @param client sends
 */
record SentCalls(SdkAsyncHttpClient client) implements SdkAsyncHttpClient {
    private static final Key CALL = new Key();

    /** The call that an HTTP request makes. */
    private static final class Key extends SdkHttpExecutionAttribute<ProviderCall> {
        Key() {
            super(ProviderCall.class);
        }
    }

    /** Returns what a request of the SDK needs to carry a call to this client. */
    static AwsRequestOverrideConfiguration carrying(ProviderCall call) {
        return AwsRequestOverrideConfiguration.builder()
                .putExecutionAttribute(
                        SdkInternalExecutionAttribute.SDK_HTTP_EXECUTION_ATTRIBUTES,
                        SdkHttpExecutionAttributes.builder().put(CALL, call).build())
                .build();
    }

    @Override
    public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
        ProviderCall call = request.httpExecutionAttributes().getAttribute(CALL);
        return client.execute(call == null ? request : announced(request, call));
    }

    private static AsyncExecuteRequest announced(AsyncExecuteRequest request, ProviderCall call) {
        return copy(request)
                .requestContentPublisher(new DepartingBody(request.requestContentPublisher(), call))
                .build();
    }

    /** Returns a builder that holds the values of a request. */
    static AsyncExecuteRequest.Builder copy(AsyncExecuteRequest request) {
        AsyncExecuteRequest.Builder copy = AsyncExecuteRequest.builder()
                .request(request.request())
                .requestContentPublisher(request.requestContentPublisher())
                .responseHandler(request.responseHandler())
                .fullDuplex(request.fullDuplex())
                .httpExecutionAttributes(request.httpExecutionAttributes());
        request.metricCollector().ifPresent(copy::metricCollector);
        return copy;
    }

    @Override
    public String clientName() {
        return client.clientName();
    }

    @Override
    public void close() {
        client.close();
    }

    /**
     * Builds clients that report, and whose answers are bounded.
     *
     * @param client builds what sends
     * @param limit of each answer
     */
    record Builder(SdkAsyncHttpClient.Builder<?> client, AnswerLimit limit)
            implements SdkAsyncHttpClient.Builder<Builder> {
        @Override
        public SdkAsyncHttpClient buildWithDefaults(AttributeMap defaults) {
            return new SentCalls(new BoundedAnswers(client.buildWithDefaults(defaults), limit));
        }
    }
}
