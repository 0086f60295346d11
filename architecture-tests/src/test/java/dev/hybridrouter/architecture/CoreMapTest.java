package dev.hybridrouter.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import dev.hybridrouter.core.internal.guard.fixture.SeesRun;
import dev.hybridrouter.core.internal.money.fixture.SeesQuota;
import dev.hybridrouter.core.internal.run.fixture.SeesEngine;
import dev.hybridrouter.core.internal.tools.fixture.SeesWay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The map of {@code routing-core}: who may see whom, how large a package may be, and that names and settings are unique and used. */
class CoreMapTest {
    private static final String INTERNAL = "dev.hybridrouter.core.internal.";

    /** The ground below stages and parts: each package with the packages it may see. */
    private static final Map<String, Set<String>> GROUND = Map.of(
            "tools", Set.of(),
            "observe", Set.of("tools"),
            "waiting", Set.of("tools"),
            "flow", Set.of("tools"),
            "way", Set.of("flow", "observe", "tools", "waiting"),
            "sidecall", Set.of("observe", "tools", "way"),
            "feature", Set.of("observe", "sidecall", "tools", "waiting", "way"));

    /** Stages and parts: each sees the ground, and of its own kind only what stands beside it here. */
    private static final Map<String, Set<String>> PARTS = Map.ofEntries(
            Map.entry("admit", Set.of()),
            Map.entry("affinity", Set.of()),
            Map.entry("cache", Set.of()),
            Map.entry("control", Set.of()),
            Map.entry("guard", Set.of()),
            Map.entry("health", Set.of()),
            Map.entry("money", Set.of()),
            Map.entry("plan", Set.of()),
            Map.entry("quota", Set.of()),
            Map.entry("run", Set.of()),
            // One feature in three packages: what is remembered, what is similar, and who shares a call.
            Map.entry("share", Set.of("cache", "similar")),
            Map.entry("similar", Set.of("cache")));

    private static final double LARGEST_SHARE = 0.15;

    @Test
    void everyPackageIsOnTheMap() {
        Set<String> known = new TreeSet<>(GROUND.keySet());
        known.addAll(PARTS.keySet());
        known.add("engine");

        Set<String> found = new TreeSet<>();
        Library.CLASSES.forEach(type -> found.add(part(type)));
        found.remove("");

        assertThat(found).isEqualTo(known);
    }

    @Test
    void groundSeesOnlyTheGroundBelow() {
        GROUND.forEach((part, allowed) ->
                Rules.check(seesNothingBut(part, allowed), part.equals("tools") ? 1 : 0, SeesWay.class));
    }

    @Test
    void stagesAndPartsSeeTheGroundAlone() {
        PARTS.forEach((part, beside) -> {
            Set<String> allowed = new TreeSet<>(GROUND.keySet());
            allowed.addAll(beside);
            int broken = Set.of("guard", "money", "run").contains(part) ? 1 : 0;
            Rules.check(seesNothingBut(part, allowed), broken, SeesQuota.class, SeesRun.class, SeesEngine.class);
        });
    }

    @Test
    void nobodyButTheBuilderSeesTheEngine() {
        var rule = noClasses()
                .that()
                .resideInAPackage(INTERNAL + "(*)..")
                .and()
                .resideOutsideOfPackage(INTERNAL + "engine..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(INTERNAL + "engine..");

        Rules.check(rule, 1, SeesEngine.class);
    }

    private static ArchRule seesNothingBut(String part, Set<String> allowed) {
        String[] others = Stream.concat(
                        Stream.of("engine"), Stream.concat(GROUND.keySet().stream(), PARTS.keySet().stream()))
                .filter(other -> !other.equals(part) && !allowed.contains(other))
                .map(other -> INTERNAL + other + "..")
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(INTERNAL + part + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .allowEmptyShould(true);
    }

    /** The package right below {@code internal}; empty for classes elsewhere. */
    private static String part(JavaClass type) {
        String name = type.getPackageName() + ".";
        return name.startsWith(INTERNAL) ? name.substring(INTERNAL.length(), name.indexOf('.', INTERNAL.length())) : "";
    }

    @Test
    void noPackageOfTheCoreIsLargerThanAShare() {
        Map<String, Long> lines = new TreeMap<>();
        for (Path file : Library.sources()) {
            if (file.toString().contains("routing-core")) {
                lines.merge(file.getParent().toString(), count(file), Long::sum);
            }
        }
        long all = lines.values().stream().mapToLong(Long::longValue).sum();

        assertThat(tooLarge(lines, all)).isEmpty();
        assertThat(tooLarge(Map.of("hall", 16L, "room", 84L), 100)).containsExactly("hall", "room");
    }

    private static List<String> tooLarge(Map<String, Long> lines, long all) {
        return lines.entrySet().stream()
                .filter(entry -> entry.getValue() > LARGEST_SHARE * all)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private static long count(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A name that two types share has to be looked up each time it is read. */
    @Test
    void typesOfTheLibraryHaveNamesOfTheirOwn() {
        Map<String, List<String>> byName = new TreeMap<>();
        Library.CLASSES.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .forEach(type -> byName.computeIfAbsent(type.getSimpleName(), name -> new ArrayList<>())
                        .add(type.getName()));

        assertThat(byName.values().stream().filter(types -> types.size() > 1)).isEmpty();
    }

    /** A setting that nobody reads has no effect. */
    @Test
    void everySettingOfAPolicyHasAReader() {
        List<String> unread = new ArrayList<>();
        for (JavaClass type : Library.CLASSES) {
            if (type.getPackageName().startsWith("dev.hybridrouter.core") && isPolicy(type)) {
                type.getMethods().stream()
                        .filter(CoreMapTest::isSetting)
                        .filter(method -> method.getCallsOfSelf().stream()
                                .noneMatch(call -> !call.getOriginOwner().equals(type)))
                        .forEach(method -> unread.add(method.getFullName()));
            }
        }

        assertThat(unread).isEmpty();
    }

    private static boolean isPolicy(JavaClass type) {
        return type.isTopLevelClass()
                && type.getModifiers().contains(JavaModifier.PUBLIC)
                && (type.getSimpleName().endsWith("Policy")
                        || Set.of("Quotas", "QuotaLimits", "RouteRule", "KillRules")
                                .contains(type.getSimpleName()));
    }

    private static boolean isSetting(JavaMethod method) {
        return method.getModifiers().contains(JavaModifier.PUBLIC)
                && !method.getModifiers().contains(JavaModifier.STATIC)
                && method.getRawParameterTypes().isEmpty()
                && !Set.of("toString", "hashCode", "toBuilder").contains(method.getName());
    }
}
