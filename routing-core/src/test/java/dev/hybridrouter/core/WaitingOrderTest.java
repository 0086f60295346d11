package dev.hybridrouter.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.RejectionReason;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.request.Priority;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.core.quota.QuotaLimits;
import dev.hybridrouter.core.quota.Quotas;
import dev.hybridrouter.test.AllowLeftovers;
import dev.hybridrouter.test.HybridRouterExtension;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** In which order requests wait for a quota of one request a minute, and who is told at once that waiting is in vain. */
@ExtendWith(HybridRouterExtension.class)
class WaitingOrderTest {
    private static final Duration PATIENT = Duration.ofMinutes(30);

    private final ManualClock clock;
    private final ScriptedProvider provider;
    private final HybridRouter router;

    WaitingOrderTest(ManualClock clock, ScriptedProvider provider) {
        this.clock = clock;
        this.provider = provider;
        provider.onAny().reply("hello");
        this.router = Routers.over(clock, provider, "t")
                .quotas(Quotas.builder()
                        .bucket("q", QuotaLimits.builder().requestsPerMinute(1).build(), "t")
                        .maxWaiting(5)
                        .build())
                .build();
        router.route(RouteRequest.of("takes the room of the first minute"));
    }

    private CompletableFuture<RouteResult> send(String text, RequestContext.Builder context) {
        return router.routeAsync(
                RouteRequest.builder().user(text).context(context.build()).build());
    }

    private void begin(String text, RequestContext.Builder context) {
        var unused = send(text, context);
    }

    private static RequestContext.Builder from(String tenant) {
        return RequestContext.builder().tenant(tenant).deadline(PATIENT);
    }

    /** What was sent, the first left out. */
    private List<String> sent() {
        return provider.history().stream()
                .skip(1)
                .map(call -> call.call().request().messages().get(0).content().get(0))
                .map(content -> ((Content.Text) content).text())
                .toList();
    }

    @Test
    void higherPriority_goesFirst_thoughItCameLater() {
        begin("background", from("acme").operation(OperationType.BACKGROUND));
        begin("low", from("acme").priority(Priority.LOW));
        begin("emergency", from("acme").operation(OperationType.EMERGENCY).deadline(PATIENT));

        clock.advance(Duration.ofMinutes(4));

        assertThat(sent()).hasSize(3).first().isEqualTo("emergency");
    }

    @Test
    void nearerDeadline_goesFirst_withinOnePriority() {
        begin("patient", from("acme"));
        begin("urgent", from("acme").deadline(Duration.ofMinutes(3)));

        clock.advance(Duration.ofMinutes(3));

        assertThat(sent()).containsExactly("urgent", "patient");
    }

    @Test
    void tenants_takeTurns_howeverManyOneOfThemSends() {
        begin("loud 1", from("loud"));
        begin("loud 2", from("loud"));
        begin("loud 3", from("loud"));
        begin("quiet 1", from("quiet"));

        clock.advance(Duration.ofMinutes(2).plusSeconds(1));

        assertThat(sent()).containsExactly("loud 1", "quiet 1");
        clock.advance(Duration.ofMinutes(3));
    }

    @Test
    void whoCannotBeServedInTime_isToldAtOnce_withTheEstimate() {
        begin("first", from("acme").operation(OperationType.EMERGENCY).deadline(PATIENT));
        begin("second", from("acme").operation(OperationType.EMERGENCY).deadline(PATIENT));

        CompletableFuture<RouteResult> hasty = send("hasty", from("acme").deadline(Duration.ofSeconds(90)));

        assertThat(hasty).isDone();
        assertThat(reasons(hasty))
                .anySatisfy(why -> assertThat(why.toString()).contains("room is expected in 180.0 s"));
        clock.advance(Duration.ofMinutes(3));
    }

    @Test
    @AllowLeftovers
    void whoComesToAFullRoom_isToldAtOnce() {
        for (int i = 0; i < 5; i++) {
            begin("waits " + i, from("acme"));
        }

        CompletableFuture<RouteResult> tooMany = send("too many", from("acme"));

        assertThat(tooMany).isDone();
        assertThat(reasons(tooMany)).anySatisfy(why -> {
            assertThat(why.reason()).isEqualTo(RejectionReason.QUOTA);
            assertThat(why.detail()).contains("5 requests wait");
        });
    }

    private static List<Rejection> reasons(CompletableFuture<RouteResult> call) {
        return call.join().decision().reasons();
    }
}
