package dev.hybridrouter.core.policy;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Money;
import java.time.Duration;

/** When the kill switch is thrown by itself. */
public sealed interface KillRule {
    /** The span over which it counts. */
    Duration window();

    /** What a rule counts apart, and stops when it is broken. */
    enum Grain {
        /** The router as a whole. */
        EVERYTHING,
        /** Each path. */
        PATH,
        /** Each adapter. */
        ADAPTER,
        /** Each target. */
        TARGET
    }

    /**
     * Too many attempts failed with a failure that tells of illness.
     *
     * @param grain what is counted apart
     * @param most the share of failed attempts that is still borne, 0 to 1
     * @param leastAttempts how many attempts the window has to hold before the rule speaks, at least 1
     * @param window the span over which attempts are counted, at least a second
     */
    record ErrorRate(Grain grain, double most, int leastAttempts, Duration window) implements KillRule {
        /** Checks the parts. */
        public ErrorRate {
            Check.notNull(grain, "killRule.grain");
            Check.between(0, 1, most, "killRule.most");
            Check.atLeast(1, leastAttempts, "killRule.leastAttempts");
            checkWindow(window);
        }
    }

    /**
     * Too much was spent.
     *
     * @param grain what is counted apart
     * @param most what may be spent within the window; estimated costs count
     * @param window the span over which costs are counted, at least a second
     */
    record Spend(Grain grain, Money most, Duration window) implements KillRule {
        /** Checks the parts. */
        public Spend {
            Check.notNull(grain, "killRule.grain");
            Check.notNull(most, "killRule.most");
            checkWindow(window);
        }

        /** Returns a rule on what the whole router spends in an hour. */
        public static Spend perHour(Money most) {
            return new Spend(Grain.EVERYTHING, most, Duration.ofHours(1));
        }
    }

    /** Refuses a window too short to slide. */
    private static void checkWindow(Duration window) {
        Check.positive(window, "killRule.window");
        if (window.compareTo(Duration.ofSeconds(1)) < 0) {
            throw Check.invalid("killRule.window", window, "at least a second");
        }
    }
}
