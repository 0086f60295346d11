package dev.hybridrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.HybridRouterBuilder;
import dev.hybridrouter.test.bedrock.BedrockEmulator;
import dev.hybridrouter.test.bedrock.Fault;
import dev.hybridrouter.test.bedrock.RecordedRequest;
import dev.hybridrouter.test.bedrock.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One model in two regions, of which one fails. */
class TwoRegionsWireTest {
    private static final String FRANKFURT = "eu-central-1";
    private static final String DUBLIN = "eu-west-1";

    private final BedrockEmulator emulator = BedrockEmulator.start();
    private final BedrockAdapter adapter = BedrockAdapter.builder()
            .region(FRANKFURT)
            .region(DUBLIN)
            .endpoint(emulator.endpoint())
            .credentials(Adapters.CREDENTIALS)
            .httpClient(Adapters.HTTP)
            .build();
    private final HybridRouter router = HybridRouterBuilder.create()
            .adapter(adapter)
            .target(target(FRANKFURT))
            .target(target(DUBLIN))
            .build();

    private Target target(String region) {
        return Target.builder(region, adapter.id(), Calls.MODEL).region(region).build();
    }

    @BeforeEach
    void scriptDublin() {
        emulator.region(DUBLIN).onOtherModels().reply(Reply.text("from Dublin"));
    }

    @AfterEach
    void close() {
        router.close();
        emulator.close();
    }

    private String answer() {
        return router.route(RouteRequest.of("hi")).orElseThrow().response().text();
    }

    @Test
    void frankfurtDown_dublinAnswers_andFrankfurtIsAskedAgainWhenUp() {
        emulator.region(FRANKFURT).onOtherModels().reply(Reply.text("from Frankfurt"));
        assertThat(answer()).isEqualTo("from Frankfurt");

        emulator.region(FRANKFURT).down();
        assertThat(answer()).isEqualTo("from Dublin");

        emulator.region(FRANKFURT).up();
        assertThat(answer()).isEqualTo("from Frankfurt");
    }

    @Test
    void frankfurtDenied_dublinAnswers() {
        emulator.region(FRANKFURT).on(Calls.MODEL).reply(Fault.accessDenied());

        assertThat(answer()).isEqualTo("from Dublin");
        assertThat(emulator.requests()).extracting(RecordedRequest::region).containsExactly(FRANKFURT, DUBLIN);
    }
}
