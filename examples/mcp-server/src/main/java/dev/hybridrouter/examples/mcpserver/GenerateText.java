package dev.hybridrouter.examples.mcpserver;

import io.modelcontextprotocol.server.McpAsyncServerExchange;
import io.modelcontextprotocol.server.McpServerFeatures;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;

/**
 * The tool {@code generate_text}: asks a model on Bedrock, tells each piece of its text in a progress notification while it
 * comes, if the caller wants to know, and the whole with stop reason and usage in the result.
 *
 * <p>A caller who cancels is not heard: no class of the SDK's server knows {@code notifications/cancelled}, so Bedrock's
 * answer is read, and paid, to its end.
 *
 * @param bedrock asks the models
 * @param defaultModel the model of callers that name none
 */
record GenerateText(BedrockRuntimeAsyncClient bedrock, String defaultModel) {
    /** Key in {@code _meta} of a progress notification for the next piece of text. */
    private static final String TEXT_KEY = "dev.hybridrouter/text";

    McpServerFeatures.AsyncToolSpecification specification() {
        McpSchema.Tool tool = McpSchema.Tool.builder("generate_text", Arguments.SCHEMA)
                .description("Continues a conversation with a model on Amazon Bedrock.")
                .build();
        return McpServerFeatures.AsyncToolSpecification.builder()
                .tool(tool)
                .callHandler(this::call)
                .build();
    }

    private Mono<McpSchema.CallToolResult> call(McpAsyncServerExchange exchange, McpSchema.CallToolRequest request) {
        Object token = request.meta() == null ? null : request.meta().get("progressToken");
        Answer answer = new Answer();
        return Mono.fromCallable(() -> Arguments.toRequest(request.arguments(), defaultModel))
                .flatMapMany(this::events)
                .index()
                .concatMap(event -> tell(exchange, token, event.getT1() + 1.0, answer.add(event.getT2())))
                .then(Mono.fromCallable(answer::toResult))
                .onErrorResume(error -> Mono.just(Answer.failed(error)));
    }

    private static Mono<Void> tell(
            McpAsyncServerExchange exchange, @Nullable Object token, double progress, String text) {
        return token == null || text.isEmpty()
                ? Mono.empty()
                : exchange.progressNotification(
                        new McpSchema.ProgressNotification(token, progress, null, null, Map.of(TEXT_KEY, text)));
    }

    /** Bedrock's events. Whoever stops listening would end the call; the SDK's server does so for no cancellation. */
    private Flux<ConverseStreamOutput> events(ConverseStreamRequest request) {
        return Flux.from(subscriber -> {
            Events events = new Events();
            CompletableFuture<Void> sent = bedrock.converseStream(request, events);
            Flux.merge(Mono.fromFuture(events.published).flatMapMany(Flux::from), failure(sent))
                    .doOnCancel(() -> sent.cancel(true))
                    .subscribe(subscriber);
        });
    }

    /** Nothing, unless the call fails. */
    private static Mono<ConverseStreamOutput> failure(CompletableFuture<Void> sent) {
        return Mono.fromFuture(sent).then(Mono.empty());
    }

    /** Where the SDK hands over the events. */
    private static final class Events implements ConverseStreamResponseHandler {
        private final CompletableFuture<SdkPublisher<ConverseStreamOutput>> published = new CompletableFuture<>();

        @Override
        public void responseReceived(
                software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponse response) {}

        @Override
        public void onEventStream(SdkPublisher<ConverseStreamOutput> publisher) {
            published.complete(publisher);
        }

        @Override
        public void exceptionOccurred(Throwable error) {
            published.completeExceptionally(error);
        }

        @Override
        public void complete() {}
    }
}
