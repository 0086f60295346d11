package dev.hybridrouter.benchmarks.protection;

import dev.hybridrouter.api.request.OperationType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** All that is random, from one seed. For one thread. */
final class Chance {
    static final int TOPIC_AT = "question ".length();
    static final int SENSITIVITIES = 4;
    static final List<String> TENANTS = List.of("acme-tenant", "globex-tenant");
    static final List<String> USERS = List.of("ann-user", "bob-user");
    static final List<OperationType> OPERATIONS = List.of(OperationType.STANDARD, OperationType.BACKGROUND);
    static final List<String> REGIONS = List.of("eu-central-1", "eu-west-1", "us-east-1");
    private static final List<Long> TIMES = List.of(0L, 10L, 60L, 900L, 86_400L);
    private static final int TOPICS = 3;
    private static final int OLDEST = 4;

    private final SplittableRandom random;

    Chance(long seed) {
        random = new SplittableRandom(seed);
    }

    /** True once in so many times. */
    boolean once(int in) {
        return random.nextInt(in) == 0;
    }

    long upTo(long most) {
        return 1 + random.nextLong(most);
    }

    <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    int number(int bound) {
        return random.nextInt(bound);
    }

    String text() {
        return "question " + random.nextInt(TOPICS) + (once(2) ? "a" : "b");
    }

    Set<String> some(int most) {
        Set<String> regions = new HashSet<>();
        for (int i = random.nextInt(most); i >= 0; i--) {
            regions.add(pick(REGIONS));
        }
        return Set.copyOf(regions);
    }

    /** How somebody handles data; mostly well, so that much is allowed. */
    Facts facts(@Nullable String called, long today) {
        boolean good = once(2);
        int shared = good ? 0 : random.nextInt(SENSITIVITIES);
        Set<String> copies = (shared == Facts.OPERATOR || shared == Facts.MAKER) && once(2) ? some(2) : Set.of();
        Set<String> regions = called != null && !once(4) ? Set.of(called) : some(2);
        return new Facts(
                called,
                once(10) ? null : regions,
                today - random.nextInt(OLDEST),
                once(10) ? null : good ? Long.valueOf(0) : pick(TIMES),
                shared,
                copies,
                once(10) ? null : Long.valueOf(today - random.nextInt(OLDEST)));
    }

    Rule rule() {
        return new Rule(
                once(3) ? some(REGIONS.size()) : null,
                once(3) ? pick(TIMES) : null,
                once(3) ? random.nextInt(Facts.UNKNOWN) : Facts.UNKNOWN,
                once(4) ? Integer.valueOf(1 + random.nextInt(OLDEST - 1)) : null,
                once(6) ? "support" : null,
                once(8),
                once(8),
                once(10));
    }

    /** Draws the requirements that a request states itself. */
    Rule wish() {
        return new Rule(
                once(4) ? some(REGIONS.size()) : null,
                once(2) ? pick(TIMES) : null,
                once(4) ? random.nextInt(Facts.UNKNOWN) : Facts.UNKNOWN,
                once(6) ? Integer.valueOf(1 + random.nextInt(OLDEST - 1)) : null,
                once(4) ? null : "support",
                !once(4),
                once(12),
                false);
    }

    Rules rules() {
        Map<String, Rule> tenant = new HashMap<>();
        Map<OperationType, Rule> operation = new HashMap<>();
        Map<Integer, Rule> sensitivity = new HashMap<>();
        if (once(3)) {
            tenant.put(pick(TENANTS), rule());
        }
        if (once(3)) {
            operation.put(pick(OPERATIONS), rule());
        }
        if (once(3)) {
            sensitivity.put(random.nextInt(SENSITIVITIES), rule());
        }
        return new Rules(once(3) ? rule() : null, tenant, operation, sensitivity);
    }
}
