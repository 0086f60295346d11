package dev.hybridrouter.core.internal.plan;

import dev.hybridrouter.api.decision.Rejection;
import dev.hybridrouter.core.internal.way.CallContext;
import dev.hybridrouter.core.internal.way.Draft;
import dev.hybridrouter.core.internal.way.Gate;
import dev.hybridrouter.core.internal.way.Hold;
import dev.hybridrouter.core.internal.way.Planned;
import dev.hybridrouter.core.internal.way.TargetViews;
import dev.hybridrouter.core.internal.way.ViewContributor;
import dev.hybridrouter.spi.TargetView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of the router's targets at one instant, and the hard rules that look at it. Thread-safe. */
public final class Snapshot implements Gate {
    /** How long what planning saw is true enough for an attempt: breakers and the kill switch have gates of their own. */
    private static final long FRESH_NANOS = 1_000_000;

    private final TargetViews views;
    private final ViewContributor[] contributors;
    private final Courses courses;

    /**
     * Creates the snapshot's source.
     *
     * @param views the targets with their health
     * @param contributors add to that what features know
     */
    public Snapshot(TargetViews views, List<ViewContributor> contributors, Courses courses) {
        this.views = views;
        this.contributors = contributors.toArray(ViewContributor[]::new);
        this.courses = courses;
    }

    /** Returns all that is known of each target for a request. */
    TargetView[] of(CallContext call, long nowNanos) {
        if (contributors.length == 0) {
            return known(call, nowNanos);
        }
        TargetView.Builder[] building = views.all(call, nowNanos);
        for (ViewContributor contributor : contributors) {
            contributor.show(call, building, nowNanos);
        }
        TargetView[] all = new TargetView[building.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = building[i].build();
        }
        return all;
    }

    /** What is known without features, made without keeping a builder. */
    private TargetView[] known(CallContext call, long nowNanos) {
        TargetView[] all = new TargetView[views.count()];
        for (int i = 0; i < all.length; i++) {
            all[i] = views.one(i, call, nowNanos);
        }
        return all;
    }

    /** Returns the course a request is planned by from now on. */
    Course plan(CallContext call) {
        Course course = courses.current();
        call.governedBy(course.policy(), course.planner());
        return course;
    }

    private TargetView view(int target, CallContext call, long nowNanos) {
        Planned planned = call.planned();
        TargetView seen = planned.views()[target];
        boolean fresh = nowNanos - planned.atNanos() < FRESH_NANOS && seen.target() == views.target(target);
        return fresh ? seen : views.one(target, call, nowNanos);
    }

    /** The check before each attempt. */
    @Override
    public @Nullable Hold pass(Draft attempt, long nowNanos) {
        CallContext call = attempt.call();
        List<Rejection> rejections = call.checks().check(call.facts(), view(attempt.index(), call, nowNanos));
        if (rejections.isEmpty()) {
            return Hold.NOTHING;
        }
        attempt.refuse(rejections);
        return null;
    }
}
