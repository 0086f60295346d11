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
        AsyncExecuteRequest.Builder announced = AsyncExecuteRequest.builder()
                .request(request.request())
                .requestContentPublisher(new DepartingBody(request.requestContentPublisher(), call))
                .responseHandler(request.responseHandler())
                .fullDuplex(request.fullDuplex())
                .httpExecutionAttributes(request.httpExecutionAttributes());
        request.metricCollector().ifPresent(announced::metricCollector);
        return announced.build();
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
     * Builds clients that report.
     *
     * @param client builds what sends
     */
    record Builder(SdkAsyncHttpClient.Builder<?> client) implements SdkAsyncHttpClient.Builder<Builder> {
        @Override
        public SdkAsyncHttpClient buildWithDefaults(AttributeMap defaults) {
            return new SentCalls(client.buildWithDefaults(defaults));
        }
    }
}
