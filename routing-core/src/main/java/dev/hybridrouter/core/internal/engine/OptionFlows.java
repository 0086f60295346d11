package dev.hybridrouter.core.internal.engine;

import dev.hybridrouter.api.decision.SideCall;
import dev.hybridrouter.api.flow.DataFlow;
import dev.hybridrouter.api.flow.FlowContent;
import dev.hybridrouter.api.flow.FlowKind;
import dev.hybridrouter.api.request.ProviderOptions;
import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.internal.tools.Flows;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.spi.FlowSource;
import dev.hybridrouter.spi.ProviderAdapter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The flows to those who are sent requests because of provider options: known once requests with such options were sent to a
 * target. Thread-safe. Bounded by the types of options, times the targets.
 */
final class OptionFlows implements FlowSource {
    /** How many handlings of one flow are told apart; with more, nothing is known of it. */
    private static final int MOST = 16;

    private final ConcurrentMap<Way, Set<Handling>> seen = new ConcurrentHashMap<>();

    private record Way(Target target, String options) {
        String name() {
            return target.id() + "/" + options;
        }
    }

    /** A request with options that lead elsewhere is sent to a target. */
    void sending(CallContext call, Target target, ProviderAdapter adapter) {
        call.facts().optionsHandling().forEach((type, handling) -> {
            if (adapter.reads(type)) {
                sending(call, new Way(target, name(type)), handling);
            }
        });
    }

    private void sending(CallContext call, Way way, Handling handling) {
        Set<Handling> handlings = seen.computeIfAbsent(way, none -> ConcurrentHashMap.newKeySet());
        if (handlings.size() <= MOST) {
            handlings.add(handling);
        }
        SideCall.Builder record = SideCall.builder(SideCall.Kind.OPTIONS, way.name(), SideCall.Outcome.SENT_ALONG)
                .cost(Money.ZERO);
        handling.callRegion().ifPresent(record::region);
        call.sideCalled(record.build());
    }

    /** Those without a name of their own have only a long one. */
    private static String name(Class<? extends ProviderOptions> type) {
        return type.getSimpleName().isEmpty() ? type.getName() : type.getSimpleName();
    }

    @Override
    public List<DataFlow> flows() {
        return seen.entrySet().stream()
                .map(entry -> flow(entry.getKey(), entry.getValue()))
                .sorted((one, other) -> one.id().compareTo(other.id()))
                .toList();
    }

    private static DataFlow flow(Way way, Set<Handling> handlings) {
        Target target = way.target();
        return Flows.to(target, FlowKind.OPTIONS, way.name(), FlowContent.PROMPT, FlowContent.ANSWER)
                .recipient("whoever the request's " + way.options() + " name")
                .partOf(FlowKind.TARGET.id(target.id().value()))
                .handling(
                        handlings.size() > MOST
                                ? Handling.unknown()
                                : handlings.stream().reduce(Handling::alongside).orElseGet(Handling::unknown))
                .note("as requests declared it since the router was built")
                .build();
    }
}
