package dev.hybridrouter.core.internal.engine;

import dev.hybridrouter.api.flow.DataFlow;
import dev.hybridrouter.api.flow.DataMap;
import dev.hybridrouter.api.flow.FlowContent;
import dev.hybridrouter.api.flow.FlowKind;
import dev.hybridrouter.api.target.Path;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.core.internal.plan.Course;
import dev.hybridrouter.core.internal.tools.Flows;
import dev.hybridrouter.core.policy.DataPolicy;
import dev.hybridrouter.spi.FlowSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Draws the data map of a router, from what is known at that moment. Thread-safe. */
final class Mapping {
    private final Base base;
    private final List<String> fixed;
    private final List<FlowSource> sources = new ArrayList<>();

    /**
     * Creates the mapping.
     *
     * @param options the flows of provider options
     * @param installed the flows of features and of what is the host's
     * @param fixed rules that no policy changes
     */
    Mapping(Base base, OptionFlows options, List<FlowSource> installed, List<String> fixed) {
        this.base = base;
        this.fixed = List.copyOf(fixed);
        sources.add(this::targets);
        sources.add(options);
        sources.add(Mapping::inProgress);
        sources.addAll(installed);
    }

    DataMap map() {
        Course course = base.courses.current();
        List<DataFlow> flows = new ArrayList<>();
        sources.forEach(source -> flows.addAll(source.flows()));
        return new DataMap(
                base.time.clock().instant(),
                course.planner().policyVersion(),
                rules(course.policy().data()),
                flows);
    }

    private List<DataFlow> targets() {
        List<DataFlow> flows = new ArrayList<>();
        for (int i = 0; i < base.targets.size(); i++) {
            Target target = base.targets.get(i);
            String name = target.id().value();
            flows.add(Flows.to(target, FlowKind.TARGET, name, FlowContent.PROMPT, FlowContent.ANSWER)
                    .handling(base.handling(i))
                    .build());
            if (target.path().equals(Path.MCP)) {
                flows.add(server(i, target, name));
            }
        }
        return flows;
    }

    private DataFlow server(int index, Target target, String name) {
        return Flows.to(target, FlowKind.SERVER, name, FlowContent.PROMPT, FlowContent.ANSWER)
                .recipient("an MCP server, through adapter " + target.provider())
                .partOf(FlowKind.TARGET.id(name))
                .handling(Flows.told(
                        () -> base.adapters.get(index).handling(target).orElseGet(() -> base.handling(index))))
                .build();
    }

    private static List<DataFlow> inProgress() {
        return List.of(Flows.memory("requests", FlowContent.PROMPT, FlowContent.ANSWER, FlowContent.NAMES)
                .note("until the request has ended")
                .build());
    }

    private List<String> rules(DataPolicy policy) {
        List<String> rules = new ArrayList<>(fixed);
        policy.everywhere().ifPresent(rule -> rules.add("all requests: " + rule));
        policy.byOperation().entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey().name()))
                .forEach(entry -> rules.add("operation " + entry.getKey().name() + ": " + entry.getValue()));
        policy.bySensitivity().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> rules.add("sensitivity " + entry.getKey() + " and above: " + entry.getValue()));
        if (!policy.byTenant().isEmpty()) {
            rules.add("tenants with a rule of their own: " + policy.byTenant().size());
        }
        return rules;
    }
}
