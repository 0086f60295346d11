package dev.hybridrouter.test;

import dev.hybridrouter.api.internal.Check;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Gives each test, or its constructor and set-up methods, a fresh {@link ManualClock} and a {@link ScriptedProvider} on
 * it, and checks afterwards that nothing is left: no call in flight, no task waiting in the clock, no call without
 * script. {@link AllowLeftovers} lets a test leave something. The router under test is built by the test itself. Works
 * with JUnit 5.12, later versions of JUnit 5, and JUnit 6.
 *
 * <pre>{@code
 * @ExtendWith(HybridRouterExtension.class)
 * class ChatTest {
 *     @Test
 *     void answers(ManualClock clock, ScriptedProvider provider) { ... }
 * }
 *
 * @RegisterExtension
 * static final HybridRouterExtension ROUTER = HybridRouterExtension.create().startingAt(now).provider("bedrock");
 * }</pre>
 */
public final class HybridRouterExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(HybridRouterExtension.class);

    private final Instant start;
    private final String providerId;

    /** Creates an extension with the defaults, for {@code @ExtendWith}. */
    public HybridRouterExtension() {
        this(ManualClock.create().instant(), "scripted");
    }

    private HybridRouterExtension(Instant start, String providerId) {
        this.start = start;
        this.providerId = providerId;
    }

    /** Returns an extension with the defaults, for {@code @RegisterExtension}. */
    public static HybridRouterExtension create() {
        return new HybridRouterExtension();
    }

    /** Returns an extension whose clock starts at this instant. */
    public HybridRouterExtension startingAt(Instant instant) {
        return new HybridRouterExtension(Check.notNull(instant, "extension.start"), providerId);
    }

    /** Returns an extension whose provider has this id. */
    public HybridRouterExtension provider(String id) {
        return new HybridRouterExtension(start, Check.name(id, "extension.provider"));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        pieces(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Pieces pieces = pieces(context);
        List<String> left = Leftovers.of(pieces.clock, pieces.provider, allowed(context));
        if (!left.isEmpty()) {
            throw new AssertionError("The test left something behind:" + String.join("", left)
                    + "\n  (@AllowLeftovers lets a test do so)");
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == ManualClock.class || type == ScriptedProvider.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Pieces pieces = pieces(context);
        return parameter.getParameter().getType() == ManualClock.class ? pieces.clock : pieces.provider;
    }

    /** A test's own store also serves the constructor, because the test's context comes first. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    /** One thread at a time works for a context. The store's own methods for this differ between JUnit 5 and 6. */
    private Pieces pieces(ExtensionContext context) {
        Store store = context.getStore(NAMESPACE);
        Pieces known = store.get(Pieces.class, Pieces.class);
        if (known != null) {
            return known;
        }
        Pieces pieces = newPieces();
        store.put(Pieces.class, pieces);
        return pieces;
    }

    private Pieces newPieces() {
        ManualClock clock = ManualClock.startingAt(start);
        return new Pieces(clock, ScriptedProvider.create(providerId, clock));
    }

    /** What the test, its class and the classes around it allow together. */
    private static Set<Leftover> allowed(ExtensionContext context) {
        Set<Leftover> allowed = EnumSet.noneOf(Leftover.class);
        for (Optional<ExtensionContext> at = Optional.of(context);
                at.isPresent();
                at = at.get().getParent()) {
            AnnotationSupport.findAnnotation(at.get().getElement(), AllowLeftovers.class)
                    .ifPresent(annotation -> allowed.addAll(List.of(annotation.value())));
        }
        return allowed;
    }

    /** What one test is given. */
    private record Pieces(ManualClock clock, ScriptedProvider provider) {}
}
