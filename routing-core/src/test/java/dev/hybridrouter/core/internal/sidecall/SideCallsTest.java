package dev.hybridrouter.core.internal.sidecall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hybridrouter.api.control.KillCause;
import dev.hybridrouter.api.control.KillOrder;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.decision.Outcome;
import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.api.decision.SideCall;
import dev.hybridrouter.api.decision.SideCall.Kind;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.ResidencyRequirement;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Destinations;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.internal.control.KillBoard;
import dev.hybridrouter.core.internal.tools.Breaker;
import dev.hybridrouter.core.internal.tools.GuardedTimer;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.internal.way.FactsReader;
import dev.hybridrouter.core.internal.way.Stops;
import dev.hybridrouter.core.internal.way.Time;
import dev.hybridrouter.core.policy.BreakerPolicy;
import dev.hybridrouter.spi.ProviderException;
import dev.hybridrouter.spi.TaskScheduler.Cancellable;
import dev.hybridrouter.test.ManualClock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules of side calls, the same for each kind. After each test nothing is left of the calls that were made. */
class SideCallsTest {
    private static final String TENANT = "acme";
    private static final Duration LIMIT = Duration.ofMillis(100);
    private static final Money CEILING = new Money(500);
    private static final Money COST = new Money(300);

    private final ManualClock clock = ManualClock.create();
    private final KillBoard kill = new KillBoard(clock);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SideCalls calls = new SideCalls(new Time(clock, new GuardedTimer(clock), 0), kill, registry);
    private final RecordingMoney money = new RecordingMoney();
    private final Breaker breaker = new Breaker(BreakerPolicy.builder()
            .failures(1)
            .window(1)
            .probes(1)
            .probation(Duration.ofSeconds(1))
            .build());
    private final RecordingEnd end = new RecordingEnd();
    private final List<CompletableFuture<String>> wire = new ArrayList<>();
    private CallContext call = callOf(RequestContext.builder());

    SideCallsTest() {
        calls.money(money);
        kill.onCancel(calls::halt);
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(calls.running()).as("calls that run").isZero();
        assertThat(clock.pendingTasks()).as("time limits").isZero();
        assertThat(money.events.stream().filter(event -> event.startsWith("held")))
                .as("lines that nobody closed, of " + money.events)
                .hasSameSizeAs(money.events.stream()
                        .filter(event -> !event.startsWith("held") && !event.equals("short"))
                        .toList());
        assertThat(kill.engage(KillOrder.draining(KillScope.everything(), KillCause.OPERATOR, "the end", "tester")))
                .as("nobody is between the last check and the call")
                .isTrue();
    }

    private static CallContext callOf(RequestContext.Builder context) {
        RouteRequest request = RouteRequest.builder()
                .user("hi")
                .context(context.tenant(TENANT).build())
                .build();
        return new CallContext(7, request, FactsReader.read(request, false, 7), 0, Long.MAX_VALUE);
    }

    private CompletionStage<String> onWire() {
        CompletableFuture<String> future = new CompletableFuture<>();
        wire.add(future);
        return future;
    }

    private SideRequest.Builder<String> request(Kind kind, Supplier<CompletionStage<String>> wireCall) {
        return SideRequest.builder(kind, "it", wireCall)
                .onBehalfOf(call)
                .ceiling(CEILING)
                .cost(value -> COST)
                .breaker(breaker)
                .timeLimit(LIMIT, Long.MAX_VALUE);
    }

    private SideRequest.Builder<String> request(Kind kind) {
        return request(kind, this::onWire);
    }

    private Cancellable send(SideRequest.Builder<String> request) {
        return calls.send(request.build(), end);
    }

    private List<SideCall> decided() {
        return decision().sideCalls();
    }

    private Decision decision() {
        return call.decision(Outcome.ANSWERED, clock.nanoTime());
    }

    private static Handling in(String... regions) {
        return Handling.builder()
                .destinations(new Destinations(Set.of(regions), LocalDate.of(2026, 1, 1), "declared in a test"))
                .build();
    }

    private static Handling kept(Duration longest) {
        return Handling.builder().retention(longest).build();
    }

    private static Handling keptIn(String region, Duration longest) {
        return in(region).toBuilder().retention(longest).build();
    }

    private static KillOrder stop(KillScope scope) {
        return KillOrder.draining(scope, KillCause.OPERATOR, "a test", "tester");
    }

    private static KillOrder cut(KillScope scope) {
        return KillOrder.cancelling(scope, KillCause.OPERATOR, "a test", "tester");
    }

    private void assertRefused(String reason) {
        assertThat(wire).isEmpty();
        assertThat(end.ends).containsExactly("refused " + reason);
        assertThat(decided()).singleElement().satisfies(record -> {
            assertThat(record.outcome()).isEqualTo(SideCall.Outcome.REFUSED);
            assertThat(record.cost()).contains(Money.ZERO);
        });
    }

    private Timer timer(Kind kind, String outcome) {
        return registry.get("hybridrouter.side_call")
                .tags("kind", kind.name().toLowerCase(Locale.ROOT), "name", "it", "outcome", outcome)
                .timer();
    }

    @ParameterizedTest
    @EnumSource
    void answer_isSettled_recorded_andMetered(Kind kind) {
        send(request(kind));
        assertThat(money.events).containsExactly("held 500");
        assertThat(decided()).as("while it runs").isEmpty();
        clock.advance(Duration.ofMillis(40));
        wire.get(0).complete("yes");

        assertThat(end.ends).containsExactly("answered yes for 300");
        assertThat(money.events).containsExactly("held 500", "settled 300");
        assertThat(decided()).singleElement().satisfies(record -> {
            assertThat(record.kind()).isEqualTo(kind);
            assertThat(record.name()).isEqualTo("it");
            assertThat(record.outcome()).isEqualTo(SideCall.Outcome.ANSWERED);
            assertThat(record.elapsed()).isEqualTo(Duration.ofMillis(40));
        });
        assertThat(decision().cost()).contains(COST);
        assertThat(timer(kind, "answered").totalTime(TimeUnit.MILLISECONDS)).isEqualTo(40);
        assertThat(registry.get("hybridrouter.side_call.cost").counter().count())
                .isEqualTo(300e-9);
    }

    @ParameterizedTest
    @EnumSource
    void residency_refuses_andUnknownIsOutside(Kind kind) {
        call = callOf(RequestContext.builder().residency(ResidencyRequirement.within("eu-central-1", "eu-west-1")));

        send(request(kind));
        assertRefused("RESIDENCY");
        send(request(kind).handling(in("eu-west-1", "us-east-1")));
        assertThat(end.ends).containsOnly("refused RESIDENCY").hasSize(2);
        assertThat(wire).isEmpty();
        assertThat(money.events).isEmpty();
        assertThat(timer(kind, "refused").count()).isEqualTo(2);

        send(request(kind).handling(in("eu-west-1")));
        wire.get(0).complete("yes");
        assertThat(end.ends).last().isEqualTo("answered yes for 300");
    }

    @ParameterizedTest
    @EnumSource
    void retention_refuses_andUnknownIsTooLong(Kind kind) {
        call = callOf(RequestContext.builder().maxRetention(Duration.ofDays(1)));

        send(request(kind));
        assertRefused("RETENTION");
        send(request(kind).handling(kept(Duration.ofDays(2))));
        assertThat(end.ends).containsOnly("refused RETENTION").hasSize(2);

        send(request(kind).handling(kept(Duration.ofDays(1))));
        wire.get(0).complete("yes");
        assertThat(end.ends).last().isEqualTo("answered yes for 300");
    }

    @ParameterizedTest
    @EnumSource
    void rulesOfARequestThatDoesNotWait_holdToo(Kind kind) {
        RequestContext bound = RequestContext.builder()
                .residency(ResidencyRequirement.within("eu-west-1"))
                .build();

        calls.send(
                SideRequest.builder(kind, "it", this::onWire)
                        .context(bound)
                        .ceiling(Money.ZERO)
                        .timeLimit(LIMIT, Long.MAX_VALUE)
                        .build(),
                end);

        assertThat(end.ends).containsExactly("refused RESIDENCY");
        assertThat(wire).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void openBreaker_refuses_untilAProbeAnswers(Kind kind) {
        send(request(kind));
        wire.remove(0).completeExceptionally(new IllegalStateException("ill"));
        end.ends.clear();
        money.events.clear();
        call = callOf(RequestContext.builder());

        send(request(kind));
        assertRefused("BREAKER_OPEN");
        assertThat(money.events).as("asked after the breaker").isEmpty();

        clock.advance(Duration.ofSeconds(1));
        send(request(kind));
        wire.get(0).complete("yes");
        assertThat(end.ends).last().isEqualTo("answered yes for 300");
        assertThat(breaker.isClosed()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void moneyThatIsShort_orAPriceThatIsUnknown_refuses(Kind kind) {
        send(request(kind).ceiling(null));
        assertRefused("BUDGET");
        money.empty();
        send(request(kind));

        assertThat(end.ends).containsOnly("refused BUDGET").hasSize(2);
        assertThat(wire).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aRefusalBehindTheBreaker_givesItsProbeBack(Kind kind) {
        open();

        send(request(kind).ceiling(null));
        kill.engage(stop(KillScope.everything()));
        send(request(kind));
        kill.reopen(KillScope.everything(), 100, "tester", "over");
        send(request(kind));
        wire.get(0).complete("yes");

        assertThat(end.ends).containsExactly("refused BUDGET", "refused KILL_SWITCH", "answered yes for 300");
    }

    /** Opens the breaker, so that the next call is its probe. */
    private void open() {
        breaker.failed(breaker.tryEnter(clock.nanoTime()), clock.nanoTime());
        clock.advance(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @EnumSource
    void moneyNobodyCanBeBilledFor_refuses(Kind kind) {
        calls.send(
                SideRequest.builder(kind, "it", this::onWire)
                        .ceiling(CEILING)
                        .timeLimit(LIMIT, Long.MAX_VALUE)
                        .build(),
                end);

        assertThat(end.ends).containsExactly("refused BUDGET");
    }

    @ParameterizedTest
    @EnumSource
    void killSwitch_refuses_last_andGivesTheMoneyBack(Kind kind) {
        kill.engage(stop(KillScope.tenant(TENANT)));

        send(request(kind));

        assertRefused("KILL_SWITCH");
        assertThat(money.events).containsExactly("held 500", "released");
        assertThat(breaker.isClosed()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void killSwitch_stopsByShare_asItStopsTheRequest(Kind kind) {
        kill.engage(stop(KillScope.everything()));
        kill.reopen(KillScope.everything(), 50, "tester", "half");
        int passed = 0;
        for (int number = 0; number < 100; number++) {
            RouteRequest request = call.request();
            CallContext one =
                    new CallContext(number, request, FactsReader.read(request, false, number), 0, Long.MAX_VALUE);
            boolean stops = kill.refusal(one.context(), null, number) != null;
            int before = wire.size();
            send(request(kind).onBehalfOf(one));
            assertThat(wire.size() == before).isEqualTo(stops);
            passed += stops ? 0 : 1;
        }
        wire.forEach(one -> one.complete("yes"));

        assertThat(passed).isBetween(30, 70);
    }

    @ParameterizedTest
    @EnumSource
    void killSwitch_stopsCallsOfNobody_onlyIfItStopsEverything(Kind kind) {
        SideRequest<String> nobody = SideRequest.builder(kind, "it", this::onWire)
                .ceiling(Money.ZERO)
                .timeLimit(LIMIT, Long.MAX_VALUE)
                .build();
        kill.engage(stop(KillScope.tenant(RequestContext.defaults().tenant())));
        kill.engage(stop(KillScope.operation(RequestContext.defaults().operation())));
        calls.send(nobody, end);
        assertThat(wire).hasSize(1);
        wire.get(0).complete("yes");

        kill.engage(stop(KillScope.everything()));
        calls.send(nobody, end);
        assertThat(end.ends).containsExactly("answered yes for 0", "refused KILL_SWITCH");
    }

    @ParameterizedTest
    @EnumSource
    void killSwitch_isAskedAndTheCallMade_whereWhoEngagesItWaits(Kind kind) {
        List<String> steps = new ArrayList<>();
        Stops stops = new Stops() {
            @Override
            public int enter() {
                steps.add("entered");
                return 3;
            }

            @Override
            public void leave(int pass) {
                steps.add("left with " + pass);
            }

            @Override
            public @Nullable Rejection refusal(RequestContext context, @Nullable Target target, long number) {
                steps.add("asked for " + number);
                return kill.refusal(context, target, number);
            }

            @Override
            public @Nullable Rejection refusalOfAll(@Nullable RequestContext context, @Nullable Target target) {
                throw new AssertionError("it is on behalf of a request");
            }
        };
        SideCalls watched = new SideCalls(new Time(clock, new GuardedTimer(clock), 0), stops, null);
        watched.send(
                request(kind, () -> {
                            steps.add("made");
                            throw new IllegalStateException("broken");
                        })
                        .build(),
                end);
        kill.engage(stop(KillScope.everything()));
        clock.advance(Duration.ofSeconds(1));
        watched.send(request(kind).build(), end);

        assertThat(steps)
                .containsExactly(
                        "entered", "asked for 7", "made", "left with 3", "entered", "asked for 7", "left with 3");
    }

    @ParameterizedTest
    @EnumSource
    void killSwitch_haltsWhatIsOnTheWire_inItsScopeOnly(Kind kind) {
        Target target = Target.builder("t", "adapter", "model").build();
        send(request(kind).target(target));

        kill.engage(cut(KillScope.tenant("umbrella")));
        kill.engage(cut(KillScope.target("another")));
        kill.engage(stop(KillScope.everything()));
        assertThat(wire.get(0)).isNotDone();

        kill.engage(cut(KillScope.target("t")));
        assertThat(wire.get(0)).isCancelled();
        assertThat(end.ends).containsExactly("cancelled");
        assertThat(money.events).containsExactly("held 500", "pending");
    }

    @ParameterizedTest
    @EnumSource
    void killSwitch_haltsCallsOfTheTenant(Kind kind) {
        send(request(kind));

        kill.engage(cut(KillScope.tenant(TENANT)));

        assertThat(wire.get(0)).isCancelled();
        assertThat(end.ends).containsExactly("cancelled");
        assertThat(breaker.isClosed()).as("it says nothing about health").isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void ownTimeLimit_endsItAsLate_andCountsAgainstIt(Kind kind) {
        send(request(kind));
        clock.advance(LIMIT.minusNanos(1));
        assertThat(end.ends).isEmpty();
        clock.advance(Duration.ofNanos(1));

        assertThat(end.ends).containsExactly("late");
        assertThat(wire.get(0)).isCancelled();
        assertThat(money.events).containsExactly("held 500", "pending");
        assertThat(decided()).singleElement().satisfies(record -> {
            assertThat(record.outcome()).isEqualTo(SideCall.Outcome.TIMED_OUT);
            assertThat(record.cost()).isEmpty();
        });
        assertThat(breaker.isClosed()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void patienceOfItsRequest_endsItAsLate_andSaysNothingAboutIt(Kind kind) {
        send(request(kind).timeLimit(LIMIT, LIMIT.toNanos() - 1));
        clock.advance(LIMIT.minusNanos(1));

        assertThat(end.ends).containsExactly("late");
        assertThat(breaker.isClosed()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void noTimeLeft_refuses(Kind kind) {
        send(request(kind).timeLimit(LIMIT, 0));

        assertRefused("DEADLINE");
    }

    @ParameterizedTest
    @EnumSource
    void cancelling_reachesTheWire_once(Kind kind) {
        open();
        Cancellable handle = send(request(kind));

        handle.cancel();
        handle.cancel();
        wire.get(0).complete("too late");

        assertThat(wire.get(0)).isCancelled();
        assertThat(end.ends).containsExactly("cancelled");
        assertThat(money.events).containsExactly("held 500", "pending");
        assertThat(breaker.tryEnter(clock.nanoTime()))
                .as("the probe was given back")
                .isEqualTo(Breaker.Entry.PROBE);
    }

    @ParameterizedTest
    @EnumSource
    void cancelledBeforeItIsMade_isNotMade_andCostsNothing(Kind kind) {
        end.onBegun = Cancellable::cancel;
        send(request(kind));

        assertThat(wire).isEmpty();
        assertThat(end.ends).containsExactly("cancelled");
        assertThat(money.events).containsExactly("held 500", "released");
        assertThat(decision().cost()).contains(Money.ZERO);
    }

    @ParameterizedTest
    @EnumSource
    void failure_isReleased_orStaysPending_asItBills(Kind kind) {
        send(request(kind));
        wire.get(0).completeExceptionally(new ProviderException(FailureKind.INVALID_REQUEST, "no"));
        assertThat(money.events).containsExactly("held 500", "released");
        assertThat(decision().cost()).contains(Money.ZERO);
        assertThat(breaker.isClosed())
                .as("the request is wrong, not the component")
                .isTrue();

        send(request(kind));
        wire.get(1).completeExceptionally(new IllegalStateException("who knows"));
        assertThat(money.events).endsWith("held 500", "pending");
        assertThat(decision().cost()).isEmpty();
        assertThat(breaker.isClosed()).isFalse();
        assertThat(end.ends).containsExactly("failed ProviderException for 0", "failed IllegalStateException for ?");
        assertThat(timer(kind, "failed").count()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void answerWithoutACost_isSettledAtWhatWasHeld(Kind kind) {
        send(request(kind).cost(value -> nothing()));
        wire.get(0).complete("yes");

        assertThat(end.ends).containsExactly("answered yes for 500");
    }

    @ParameterizedTest
    @EnumSource
    void freeCall_asksNoBudget_andCostsNothingWhateverItsEnd(Kind kind) {
        money.empty();
        send(request(kind).ceiling(Money.ZERO));
        wire.get(0).complete("yes");
        send(request(kind).ceiling(Money.ZERO)).cancel();
        send(request(kind).ceiling(Money.ZERO));
        clock.advance(LIMIT);

        assertThat(money.events).isEmpty();
        assertThat(end.ends).containsExactly("answered yes for 0", "cancelled", "late");
        assertThat(decision().cost()).contains(Money.ZERO);
    }

    @ParameterizedTest
    @EnumSource
    void withoutBudgets_costIsWhatIsReported(Kind kind) {
        SideCalls unpaid = new SideCalls(new Time(clock, new GuardedTimer(clock), 0), kill, null);
        unpaid.send(request(kind).ceiling(null).build(), end);
        wire.get(0).complete("yes");
        unpaid.send(request(kind).ceiling(null).cost(value -> nothing()).build(), end);
        wire.get(1).complete("yes");

        assertThat(end.ends).containsExactly("answered yes for 300", "answered yes for ?");
        assertThat(decision().cost()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void uselessAnswer_isPaid_andCountsAgainstTheComponent(Kind kind) {
        send(request(kind).check(value -> !value.equals("nonsense")));
        wire.get(0).complete("nonsense");

        assertThat(end.ends).containsExactly("failed IllegalStateException for 300");
        assertThat(decided().get(0).outcome()).isEqualTo(SideCall.Outcome.FAILED);
        assertThat(breaker.isClosed()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void whateverTheCallDoes_itEndsOnce(Kind kind) {
        List<Supplier<CompletionStage<String>>> broken = new ArrayList<>();
        broken.add(() -> {
            throw new IllegalStateException("thrown");
        });
        broken.add(() -> {
            throw new NoClassDefFoundError("a/Class");
        });
        broken.add(SideCallsTest::nothing);
        broken.add(() -> CompletableFuture.completedFuture(SideCallsTest.<String>nothing()));
        for (Supplier<CompletionStage<String>> one : broken) {
            send(request(kind, one));
            clock.advance(Duration.ofMinutes(1));
        }
        send(request(kind).check(value -> {
            throw new IllegalArgumentException("unreadable");
        }));
        wire.get(0).complete("yes");

        assertThat(end.ends)
                .containsExactly(
                        "failed IllegalStateException for ?",
                        "failed NoClassDefFoundError for ?",
                        "failed NullPointerException for ?",
                        "failed NullPointerException for ?",
                        "failed IllegalArgumentException for ?");
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what a broken component returns
    private static <T> T nothing() {
        return null;
    }

    @ParameterizedTest
    @EnumSource
    void withoutATimeLimit_itIsNotMade(Kind kind) {
        SideCalls timeless = new SideCalls(
                new Time(
                        clock,
                        new GuardedTimer((task, delay) -> {
                            throw new RejectedExecutionException("shut down");
                        }),
                        0),
                kill,
                null);
        timeless.money(money);
        timeless.send(request(kind).build(), end);

        assertThat(wire).isEmpty();
        assertThat(end.ends).containsExactly("failed RejectedExecutionException for 0");
        assertThat(money.events).containsExactly("held 500", "released");
        assertThat(timeless.running()).isZero();
        assertThat(breaker.isClosed()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void closing_cancelsWhatRuns_andRefusesWhatComes(Kind kind) {
        send(request(kind));

        calls.close();
        send(request(kind));

        assertThat(wire).singleElement().satisfies(one -> assertThat(one).isCancelled());
        assertThat(end.ends).containsExactly("cancelled", "refused ROUTER_CLOSED");
    }

    @ParameterizedTest
    @EnumSource
    void record_isInTheDecisionOfWhomItsCallerNames(Kind kind) {
        CallContext other = callOf(RequestContext.builder());
        send(request(kind).recordedBy(() -> other));
        wire.get(0).complete("yes");

        assertThat(decided()).isEmpty();
        assertThat(other.decision(Outcome.ANSWERED, 0).sideCalls()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void everyEnd_isOnRecordBeforeItIsReported(Kind kind) {
        List<Integer> known = new ArrayList<>();
        end.onEnd = () -> known.add(decided().size());
        send(request(kind).ceiling(null));
        send(request(kind));
        wire.get(0).complete("yes");

        assertThat(known).containsExactly(1, 2);
    }

    @ParameterizedTest
    @EnumSource
    void gates_standInTheirOrder(Kind kind) {
        call = callOf(RequestContext.builder()
                .residency(ResidencyRequirement.within("eu-west-1"))
                .maxRetention(Duration.ZERO));
        kill.engage(stop(KillScope.everything()));
        money.empty();
        breaker.failed(breaker.tryEnter(clock.nanoTime()), clock.nanoTime());

        send(request(kind));
        send(request(kind).handling(in("eu-west-1")));
        send(request(kind).handling(keptIn("eu-west-1", Duration.ZERO)));
        clock.advance(Duration.ofSeconds(1));
        send(request(kind).handling(keptIn("eu-west-1", Duration.ZERO)));
        send(request(kind).handling(keptIn("eu-west-1", Duration.ZERO)).ceiling(Money.ZERO));

        assertThat(end.ends)
                .containsExactly(
                        "refused RESIDENCY",
                        "refused RETENTION",
                        "refused BREAKER_OPEN",
                        "refused BUDGET",
                        "refused KILL_SWITCH");
    }

    @ParameterizedTest
    @EnumSource
    void money_isSetOnce_andNamesAreIdentifiers(Kind kind) {
        assertThatThrownBy(() -> calls.money(money)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> SideRequest.builder(kind, "two words", this::onWire))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sideCall.name");
    }
}
