package dev.hybridrouter.core.internal.control;

import dev.hybridrouter.core.internal.feature.Feature;
import dev.hybridrouter.core.internal.feature.Fitting;
import dev.hybridrouter.core.internal.way.Time;
import dev.hybridrouter.core.policy.KillRules;

/** Kill rules: the switch is engaged by what the router sees of itself. */
public final class KillRulesFeature implements Feature {
    private final KillRules rules;
    private final KillBoard control;

    /** Creates the feature of these rules over a switch. */
    public KillRulesFeature(KillRules rules, KillBoard control) {
        this.rules = rules;
        this.control = control;
    }

    @Override
    public void install(Fitting fitting) {
        Time time = fitting.foundation().time();
        RuleWatch watch = new RuleWatch(rules, control, time.clock(), time.timer());
        fitting.listener(watch);
        fitting.onClose(watch::close);
    }
}
