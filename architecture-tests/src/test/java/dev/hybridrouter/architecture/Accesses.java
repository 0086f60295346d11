package dev.hybridrouter.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/** Calls and references that the house rules speak of. */
final class Accesses {
    private static final Set<String> TIME = Set.of(
            "java.lang.System.nanoTime",
            "java.lang.System.currentTimeMillis",
            "java.lang.Thread.sleep",
            "java.util.concurrent.TimeUnit.sleep",
            "java.util.concurrent.locks.LockSupport.parkNanos",
            "java.util.concurrent.locks.LockSupport.parkUntil",
            "java.time.InstantSource.system",
            "java.util.Date.<init>",
            "java.util.Calendar.getInstance");
    private static final Set<String> MACHINE = Set.of(
            "java.util.Locale.getDefault",
            "java.util.TimeZone.getDefault",
            "java.time.ZoneId.systemDefault",
            "java.nio.charset.Charset.defaultCharset");
    private static final Set<String> WORDING = Set.of("format", "formatted", "printf", "toLowerCase", "toUpperCase");
    private static final Set<Class<?>> WORDED = Set.of(String.class, PrintStream.class, PrintWriter.class);
    private static final Set<String> COMMON_POOL = Set.of("commonPool", "parallelStream", "parallel");
    private static final Set<String> JDK_TIMER = Set.of("orTimeout", "completeOnTimeout", "delayedExecutor");
    private static final Set<String> STREAMS =
            Set.of("java.lang.System.out", "java.lang.System.err", "java.lang.Throwable.printStackTrace");

    private Accesses() {}

    /** Reads a clock that a test cannot move, or sleeps on one. */
    static DescribedPredicate<JavaAccess<?>> ofHiddenTime() {
        return DescribedPredicate.describe("time is not the RouterClock's", access -> {
            AccessTarget target = access.getTarget();
            return TIME.contains(name(target)) || readsDate(target) || makesClock(target);
        });
    }

    private static boolean readsDate(AccessTarget target) {
        return target.getOwner().getPackageName().startsWith("java.time")
                && target.getName().equals("now")
                && parameters(target).noneMatch(type -> type.isEquivalentTo(Clock.class));
    }

    private static boolean makesClock(AccessTarget target) {
        return target.getOwner().isEquivalentTo(Clock.class)
                && (target.getName().startsWith("system") || target.getName().startsWith("tick"));
    }

    /** Reads the locale, the time zone or the charset of the machine it runs on. */
    static DescribedPredicate<JavaAccess<?>> ofMachineDefaults() {
        return DescribedPredicate.describe("the result depends on the machine's locale, zone or charset", access -> {
            AccessTarget target = access.getTarget();
            return MACHINE.contains(name(target)) || wordsByDefaultLocale(target) || encodesByDefaultCharset(target);
        });
    }

    private static boolean wordsByDefaultLocale(AccessTarget target) {
        return WORDING.contains(target.getName())
                && WORDED.stream().anyMatch(target.getOwner()::isEquivalentTo)
                && parameters(target).noneMatch(type -> type.isEquivalentTo(Locale.class));
    }

    private static boolean encodesByDefaultCharset(AccessTarget target) {
        return name(target).equals("java.lang.String.getBytes")
                && parameters(target).findAny().isEmpty();
    }

    /** Runs work where nobody can see or stop it: the common pool, or the JDK's own timer. */
    static DescribedPredicate<JavaAccess<?>> ofHiddenExecutors() {
        return DescribedPredicate.describe("the executor is the JDK's", access -> {
            AccessTarget target = access.getTarget();
            return usesCommonPool(target) || (isStage(target) && choosesThread(target));
        });
    }

    private static boolean usesCommonPool(AccessTarget target) {
        return COMMON_POOL.contains(target.getName())
                && target.getOwner().getPackageName().startsWith("java.util");
    }

    private static boolean isStage(AccessTarget target) {
        return target.getOwner().isAssignableTo(CompletionStage.class);
    }

    private static boolean choosesThread(AccessTarget target) {
        return JDK_TIMER.contains(target.getName())
                || (target.getName().endsWith("Async")
                        && parameters(target).noneMatch(type -> type.isEquivalentTo(Executor.class)));
    }

    /** Prints. */
    static DescribedPredicate<JavaAccess<?>> ofStandardStreams() {
        return DescribedPredicate.describe(
                "the output is standard output or error", access -> STREAMS.contains(name(access.getTarget())));
    }

    private static Stream<JavaClass> parameters(AccessTarget target) {
        return target instanceof AccessTarget.CodeUnitAccessTarget method
                ? method.getRawParameterTypes().stream()
                : Stream.empty();
    }

    private static String name(AccessTarget target) {
        return target.getOwner().getName() + "." + target.getName();
    }
}
