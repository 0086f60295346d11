package dev.hybridrouter.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.content.Message;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.ResidencyRequirement;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.core.policy.AffinityPolicy;
import dev.hybridrouter.spi.RoutingStrategy;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** What holds of affinities whatever is asked, in whatever order. */
class AffinityProperties {
    private static final int TARGETS = 4;
    private static final int REQUESTS = 200;
    private static final Duration TTL = Duration.ofMinutes(5);

    private final ManualClock clock = ManualClock.create();
    private final ScriptedProvider provider = ScriptedProvider.create(clock);
    /** By tenant and conversation, and target: until when it may be held. */
    private final Map<String, Long> sent = new HashMap<>();

    private final Set<String> claims = new HashSet<>();
    private final Set<String> wrong = new HashSet<>();
    private String asking = "";

    @RepeatedTest(20)
    void onlyWhatWasSentThereOfLate_byTheSameTenant_isTakenForCached_andNothingRejectedComesBack(
            RepetitionInfo repetition) {
        SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
        provider.onAny()
                .reply("ok")
                .usage(TokenUsage.builder()
                        .input(0)
                        .output(1)
                        .cacheRead(0)
                        .cacheWrite(5_000)
                        .build());
        try (HybridRouter router = router()) {
            for (int i = 0; i < REQUESTS; i++) {
                RouteRequest request = request(random);
                Decision plan = router.explain(request);
                assertNoRejectedRanked(plan, request);
                router.route(request).fold(this::remember, rejected -> false, failed -> false);
                clock.advance(Duration.ofSeconds(random.nextInt(120)));
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(claims).as("the case is not empty").isNotEmpty();
    }

    private boolean remember(RouteResult.Answered answered) {
        sent.put(asking + answered.target(), clock.nanoTime() + TTL.toNanos());
        return true;
    }

    private HybridRouter router() {
        AffinityPolicy policy = AffinityPolicy.builder().ttl(TTL).build();
        RoutingStrategy watch = RoutingStrategy.named("watch", (request, view, chance) -> {
            if (view.cachedTokens() > 0) {
                claims.add(asking);
                String place = asking + view.target().id();
                if (sent.getOrDefault(place, Long.MIN_VALUE) <= clock.nanoTime()) {
                    wrong.add(place); // what a strategy throws is only a tie
                }
            }
            return 0;
        });
        HybridRouterBuilder builder = HybridRouterBuilder.create()
                .adapter(provider)
                .clock(clock)
                .scheduler(clock)
                .seed(1)
                .affinity(policy)
                .strategies(watch, Strategies.affinity(policy), Strategies.leastLoaded());
        for (int i = 0; i < TARGETS; i++) {
            String region = i % 2 == 0 ? "eu-central-1" : "us-east-1";
            builder.target(provider.target("t" + i)
                    .region(region + i)
                    .destinations(new Destinations(Set.of(region), LocalDate.EPOCH, "test"))
                    .price(TokenPrice.perMillion("3", "15").withCacheRead("0.3"))
                    .build());
        }
        return builder.build();
    }

    private RouteRequest request(SplittableRandom random) {
        String tenant = "tenant-" + random.nextInt(3);
        int conversation = random.nextInt(4);
        asking = tenant + "/" + conversation + "/";
        RequestContext.Builder context = RequestContext.builder().tenant(tenant);
        if (random.nextBoolean()) {
            context.residency(new ResidencyRequirement(Set.of("eu-central-1")));
        }
        RouteRequest.Builder request =
                RouteRequest.builder().user(conversation + "x".repeat(20_000)).context(context.build());
        for (int turn = random.nextInt(3); turn > 0; turn--) {
            request.message(Message.assistant("ok")).message(Message.user("next " + turn));
        }
        return request.build();
    }

    private static void assertNoRejectedRanked(Decision plan, RouteRequest request) {
        plan.candidates().forEach(candidate -> {
            boolean ranked =
                    plan.ranking().stream().anyMatch(place -> place.target().equals(candidate.target()));
            assertThat(ranked).isEqualTo(candidate.rejections().isEmpty());
        });
        if (request.context().residency().isPresent()) {
            assertThat(plan.ranking()).hasSize(TARGETS / 2);
        }
    }
}
