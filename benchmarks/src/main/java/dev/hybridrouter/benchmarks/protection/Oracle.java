package dev.hybridrouter.benchmarks.protection;

import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.erasure.Subject;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.test.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Judges all that leaves, is kept, and is given, by rules written down here a second time. For one thread. */
final class Oracle {
    static final String NUMBER = "n";
    static final String USER = "user";
    private static final Pattern ANSWER = Pattern.compile("answer (\\d+) to (.*)");
    private static final long NANOS = 1_000_000_000;
    private static final long A_DAY = 86_400_000;

    private final ManualClock clock;
    private final Tally tally;
    private final Map<Integer, Asked> asked = new HashMap<>();
    private final Map<Integer, Asked> open = new HashMap<>();
    private final Map<Integer, Born> born = new HashMap<>();
    private final Map<String, Long> erased = new HashMap<>();
    private final List<String> breaches = new ArrayList<>();
    private long order;
    private @Nullable Born ending;

    Oracle(ManualClock clock, Tally tally) {
        this.clock = clock;
        this.tally = tally;
    }

    List<String> breaches() {
        return breaches;
    }

    long next() {
        return ++order;
    }

    long today() {
        return Math.floorDiv(clock.instant().toEpochMilli(), A_DAY);
    }

    @SuppressWarnings("AnnotateFormatMethod") // whose annotation is in no library that this module has
    private void breach(String what, @Nullable Object... about) {
        breaches.add(String.format(what, about));
    }

    void begins(Asked request) {
        asked.put(request.number(), request);
        open.put(request.number(), request);
    }

    private @Nullable Asked of(String where, RequestContext context) {
        Asked request = asked.get(Integer.parseInt(context.tags().getOrDefault(NUMBER, "-1")));
        if (request == null || !request.tenant().equals(context.tenant())) {
            breach("%s: on behalf of nobody known", where);
            return null;
        }
        return request;
    }

    /** Content of a request goes somewhere. */
    void sent(String where, RequestContext context, @Nullable String text, List<Facts> to) {
        Asked request = of(where, context);
        if (request == null) {
            return;
        }
        if (text != null && !text.equals(request.text())) {
            breach("%s: %s, for %s", where, text, request);
        }
        for (Facts each : to) {
            if (!request.terms().allow(each, today())) {
                breach("%s: %s for %s", where, each, request);
            }
        }
        tally.count((request.terms().bind() ? "bound: " : "free: ") + where);
    }

    Born attempt(RequestContext context) {
        Born answer = new Born(born.size() + 1, Objects.requireNonNull(of("an attempt", context)), next());
        born.put(answer.number, answer);
        return answer;
    }

    /** Runs what hands an answer to the router. */
    void ends(Born answer, Runnable handing) {
        answer.ended = next();
        answer.endedNanos = clock.nanoTime();
        ending = answer;
        handing.run();
        ending = null;
    }

    /** An answer goes to a guard. */
    void inspected(RequestContext context, String text, Facts guard) {
        Asked request = of("answer to guard", context);
        Born answer = answer(text);
        if (request == null || answer == null || !answer.by.tenant().equals(request.tenant())) {
            breach("answer to guard: %s for %s", text, request);
        }
        sent("answer to guard", context, null, List.of(guard));
    }

    private @Nullable Born answer(String text) {
        Matcher matcher = ANSWER.matcher(text);
        Born answer = matcher.matches() ? born.get(Integer.parseInt(matcher.group(1))) : null;
        return answer != null && answer.text().equals(text) ? answer : null;
    }

    /** A store is asked for an answer; it is shown nothing but a key. */
    void looked(Facts store) {
        Facts shown = store.keeping(0);
        boolean allowed = open.values().stream().map(Asked::terms).anyMatch(terms -> mayUse(terms, shown));
        if (!allowed) {
            breach("store asked: %s for %s", store, open.values());
        }
        tally.count("store asked");
    }

    private boolean mayUse(Terms terms, Facts store) {
        return terms.kept() > 0 && !terms.cacheless() && terms.allow(store, today());
    }

    /** A store is told to keep an answer; returns whose it is. */
    @Nullable
    Asked kept(Facts store, Duration time) {
        Born answer = ending;
        if (answer == null) {
            breach("store told to keep what nobody has answered");
            return null;
        }
        long seconds = time.minusNanos(1).toSeconds() + 1;
        if (!mayUse(answer.by.terms(), store.keeping(seconds))) {
            breach("store told to keep for %s: %s for %s", time, store, answer.by);
        }
        answer.told = Math.max(answer.told, seconds);
        tally.count("store told to keep");
        return answer.by;
    }

    /** A request has ended. */
    void ended(Asked request, RouteResult result) {
        open.remove(request.number());
        if (result instanceof RouteResult.Answered answered) {
            Born answer = answer(answered.response().text());
            if (answer == null) {
                breach("an answer that nobody gave: %s", answered.response().text());
            } else {
                tally.count("answered: " + answered.decision().cache().kind());
                given(request, answer);
            }
        } else {
            tally.count(result.getClass().getSimpleName());
        }
    }

    private void given(Asked request, Born answer) {
        if (request.terms().barred()) {
            breach("answered though barred: %s", request);
        }
        if (!answer.by.tenant().equals(request.tenant()) || answer.by.topic() != request.topic()) {
            breach("answer of somebody else: %s to %s", answer.text(), request);
        }
        if (answer.by.number() == request.number()) {
            return;
        }
        if (request.terms().cacheless() || answer.cacheless) {
            breach("shared in spite of the rules: %s to %s", answer.text(), request);
        }
        if (answer.ended < request.begun()) {
            remembered(request, answer);
        } else {
            answer.take(request);
            if (answer.told > request.terms().kept()) {
                breach("store told to keep for %s s what %s joined", answer.told, request);
            }
        }
    }

    private void remembered(Asked request, Born answer) {
        long age = clock.nanoTime() - answer.endedNanos;
        if (isOver(age, request.terms().kept()) || isOver(age, answer.kept)) {
            breach("%s ns old: %s, kept for %s s, to %s", age, answer.text(), answer.kept, request);
        }
        long tenant = erased.getOrDefault(request.tenant(), 0L);
        if (answer.started < tenant && tenant < request.begun()) {
            breach(
                    "erased with its tenant at %s: %s, from %s to %s, to %s",
                    tenant, answer.text(), answer.started, answer.ended, request);
        }
        answer.users(request.site()).forEach((user, first) -> {
            long moment = erased.getOrDefault(user, 0L);
            if (first < moment && moment < request.begun()) {
                breach(
                        "erased with %s at %s: %s, from %s to %s, of %s, to %s",
                        user,
                        moment,
                        answer.text(),
                        answer.started,
                        answer.ended,
                        answer.users(request.site()),
                        request);
            }
        });
        answer.asked(request, next()); // who was erased meanwhile has no part in what others asked
    }

    private static boolean isOver(long nanos, long seconds) {
        return seconds != Long.MAX_VALUE && nanos >= seconds * NANOS;
    }

    /** Everything of somebody has just been erased. */
    void erased(Subject subject, String receipt) {
        String name = subject instanceof Subject.Tenant tenant ? tenant.name() : ((Subject.Tag) subject).value();
        erased.put(name, next());
        if (receipt.contains(name)) {
            breach("the receipt names %s: %s", name, receipt);
        }
        tally.count("erased");
    }

    @SuppressWarnings("AnnotateFormatMethod")
    void fault(String what, @Nullable Object... about) {
        breach(what, about);
    }
}
