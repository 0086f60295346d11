package dev.hybridrouter.core;

import static dev.hybridrouter.test.RouterAssertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.MediaSource;
import dev.hybridrouter.api.content.Message;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/** Images and documents at addresses go only where the adapter can hand them on. */
class MediaPlacesTest {
    private final ManualClock clock = ManualClock.create();
    private final ScriptedProvider provider = ScriptedProvider.create(clock);
    private final HybridRouter router = HybridRouterBuilder.create()
            .adapter(new BytesAndS3(new StubAdapter(CompletableFuture::new, subscriber -> {})))
            .adapter(provider)
            .clock(clock)
            .scheduler(clock)
            .target(StubAdapter.target("narrow").toBuilder()
                    .capabilities(EnumSet.allOf(Capability.class))
                    .build())
            .target(provider.target("wide")
                    .capabilities(EnumSet.allOf(Capability.class))
                    .build())
            .build();

    private static RouteRequest asking(Content... content) {
        return RouteRequest.builder().message(Message.user(content)).build();
    }

    private static Content.Image image(String address) {
        return new Content.Image("png", MediaSource.at(URI.create(address)));
    }

    @Test
    void imageAtAnAddressTheAdapterCannotTake_goesElsewhere() {
        assertThat(router.explain(asking(image("HTTPS://example.org/a.png"))))
                .ranked("wide")
                .rejected("narrow", RejectionReason.CAPABILITY);
    }

    @Test
    void addressInsideAToolResult_countsToo() {
        Content result = new Content.ToolResult(
                "t1",
                List.of(new Content.Document("d", "pdf", MediaSource.at(URI.create("gs://bucket/a.pdf")))),
                Content.ToolResult.Status.SUCCESS);

        assertThat(router.explain(asking(result))).rejected("narrow", RejectionReason.CAPABILITY);
    }

    @Test
    void addressTheAdapterTakes_andBytes_goAnywhere() {
        Content bytes = new Content.Image("png", MediaSource.bytes(new byte[] {1}));

        assertThat(router.explain(asking(image("s3://bucket/a.png"), bytes))).ranked("narrow", "wide");
    }

    private record BytesAndS3(ProviderAdapter adapter) implements ProviderAdapter {
        @Override
        public boolean takesMediaAt(Target target, String scheme) {
            return scheme.equals("s3");
        }

        @Override
        public String id() {
            return adapter.id();
        }

        @Override
        public Set<Capability> capabilities() {
            return adapter.capabilities();
        }

        @Override
        public void check(Target target) {}

        @Override
        public CompletableFuture<ModelResponse> call(ProviderCall call) {
            return adapter.call(call);
        }

        @Override
        public Flow.Publisher<ProviderEvent> stream(ProviderCall call) {
            return adapter.stream(call);
        }

        @Override
        public void close() {}
    }
}
