package dev.hybridrouter.api.flow;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.json.JsonWritable;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All flows of data of one router at one moment, as input to a record of processing activities and to an impact assessment. It
 * says what the router is set up for, not what was sent: that is in decisions and audit records, under the same ids. It holds no
 * prompt, no answer, and no name of a tenant or user. Immutable.
 */
public final class DataMap implements JsonWritable {
    private final Instant at;
    private final long policyVersion;
    private final List<String> rules;
    private final List<DataFlow> flows;

    /**
     * Creates a map.
     *
     * @param at when it holds
     * @param policyVersion version of the routing policy, as decisions have it
     * @param rules the rules of the data policy, in words
     * @param flows the flows, no two of one id
     */
    public DataMap(Instant at, long policyVersion, List<String> rules, List<DataFlow> flows) {
        this.at = Check.notNull(at, "dataMap.at");
        this.policyVersion = Check.atLeast(0, policyVersion, "dataMap.policyVersion");
        this.rules = Check.copy(rules, "dataMap.rules");
        this.flows = Check.copy(flows, "dataMap.flows");
        Set<String> ids = new HashSet<>();
        for (DataFlow flow : this.flows) {
            if (!ids.add(flow.id())) {
                throw Check.invalid("dataMap.flows", flow.id(), "an id no other flow of this router has");
            }
        }
    }

    /** Returns when it holds. */
    public Instant at() {
        return at;
    }

    /** Returns the version of the routing policy, as decisions have it. */
    public long policyVersion() {
        return policyVersion;
    }

    /** Returns the rules of the data policy, in words; of tenants only how many have rules. Unmodifiable. */
    public List<String> rules() {
        return rules;
    }

    /** Returns the flows: targets in the router's order, then those of each feature. Unmodifiable. */
    public List<DataFlow> flows() {
        return flows;
    }

    /** Returns the flow of an id, as decisions and audit records name it; empty if the router has none. */
    public Optional<DataFlow> flow(String id) {
        Check.notNull(id, "dataMap.id");
        return flows.stream().filter(flow -> flow.id().equals(id)).findFirst();
    }

    /**
     * Returns the map as one JSON object. Names and order of the fields are stable, new ones may be added between them; what is
     * unknown is left out. Ages are in whole days, in UTC.
     */
    @Override
    public String toJson() {
        return DataMapJson.of(this);
    }

    /** Returns the map as a page of Markdown for people. Its form may change; take {@link #toJson()} for programs. */
    public String toMarkdown() {
        return DataMapPage.of(this);
    }

    @Override
    public String toString() {
        return "DataMap[" + at + ", policy " + policyVersion + ", " + flows.size() + " flows]";
    }
}
