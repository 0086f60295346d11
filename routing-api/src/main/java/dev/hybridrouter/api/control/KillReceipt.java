package dev.hybridrouter.api.control;

import dev.hybridrouter.api.internal.JsonObject;
import dev.hybridrouter.api.json.JsonWritable;

/**
 * What became of an order to engage a kill switch. The switch is engaged in any case. Immutable.
 *
 * @param passed true if every thread that was about to make a call has passed; false if one did not come back from its adapter
 *     within a second, whose call may still be sent
 * @param matching false if the scope names a target, an adapter or a path that the router does not have, so that the order stops
 *     nothing; the log names those that it has. True for tenants and operation types, of which a router knows no list
 * @param saved false if the store of the kill state failed, so that the switch may be open after a restart; the log has the reason.
 *     True if there is no store
 */
public record KillReceipt(boolean passed, boolean matching, boolean saved) implements JsonWritable {
    /** Returns whether nothing is left to do: all passed, the scope exists, and the order outlives a restart as configured. */
    public boolean isComplete() {
        return passed && matching && saved;
    }

    /**
     * Returns the receipt as one JSON object: {@code passed}, {@code matching}, {@code saved}, {@code complete}. Names and order of the
     * fields are stable, new ones may be added between them.
     */
    @Override
    public String toJson() {
        return new JsonObject()
                .flag("passed", passed)
                .flag("matching", matching)
                .flag("saved", saved)
                .flag("complete", isComplete())
                .end();
    }
}
