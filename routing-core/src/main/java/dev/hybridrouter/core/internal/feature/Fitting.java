package dev.hybridrouter.core.internal.feature;

import dev.hybridrouter.api.cache.AnswerCache;
import dev.hybridrouter.core.internal.way.Affordability;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.internal.way.Dispatch;
import dev.hybridrouter.core.internal.way.Gate;
import dev.hybridrouter.core.internal.way.Preparation;
import dev.hybridrouter.core.internal.way.SideBySide;
import dev.hybridrouter.core.internal.way.Stage;
import dev.hybridrouter.core.internal.way.StatusSource;
import dev.hybridrouter.core.internal.way.ViewContributor;
import dev.hybridrouter.spi.Constraint;
import dev.hybridrouter.spi.FlowSource;
import dev.hybridrouter.spi.erasure.SubjectStore;
import dev.hybridrouter.spi.event.RouterListener;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Where a feature installs what belongs to it. Not thread-safe; used before the router takes requests. */
public interface Fitting {
    /** What features build on. */
    Foundation foundation();

    /** Adds a stage on the way of each request. */
    void stage(Order.OfStage where, Stage stage);

    /** Adds a gate that each attempt must pass. */
    void gate(Order.OfGate where, Gate gate);

    /** Adds what is done with each request before it is planned. */
    void preparation(Preparation preparation);

    /** Adds to what planning sees of the targets. */
    void view(ViewContributor contributor);

    /** Adds a hard rule. */
    void constraint(Constraint constraint);

    /** Sets what requests can afford. */
    void affordability(Function<CallContext, @Nullable Affordability> budgets);

    /** Stands between attempts and all targets; what is added last stands first. */
    void dispatch(UnaryOperator<Dispatch> wrapping);

    /** Sets when a request gets attempts side by side. */
    void sideBySide(SideBySide rule);

    /** Adds a listener. */
    void listener(RouterListener listener);

    /** Sets the cache that hosts reach. */
    void cache(AnswerCache cache);

    /** Adds a part that tells its status. */
    void status(StatusSource source);

    /** Adds a place that keeps something of tenants or users. */
    void subjectStore(SubjectStore store);

    /** Adds what tells which data flow where. One that was added before is not added again. */
    void flows(FlowSource source);

    /** Adds what to release when the router is closed; the last added is released first. */
    void onClose(Runnable release);
}
