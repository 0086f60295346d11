package dev.hybridrouter.core.internal.money;

import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.api.target.Tariff;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the router's targets charge now. */
public final class Tariffs {
    private final @Nullable Tariff[] own;
    private final Charge[] charges;

    /** Creates the tariffs that the targets carry themselves. */
    public Tariffs(List<Target> targets) {
        own = targets.stream().map(target -> target.tariff().orElse(null)).toArray(Tariff[]::new);
        charges = new Charge[own.length];
        for (int i = 0; i < own.length; i++) {
            charges[i] = new Charge(own[i], null);
        }
    }

    /** The tariff of the target at a position; null if it has none. */
    @Nullable
    Tariff of(int target) {
        return own[target];
    }

    /** The charge of an attempt for which no money is held. */
    public Charge unheld(int target) {
        return charges[target];
    }
}
