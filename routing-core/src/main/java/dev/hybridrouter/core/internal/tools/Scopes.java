package dev.hybridrouter.core.internal.tools;

import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.target.Target;
import org.jspecify.annotations.Nullable;

/** What belongs to the scope of a kill switch. */
public final class Scopes {
    private Scopes() {}

    /**
     * Returns whether a request, or an attempt of it, is in a scope.
     *
     * @param target where the attempt goes; null if there is none, which only scopes of requests cover
     */
    public static boolean covers(KillScope scope, RequestContext context, @Nullable Target target) {
        if (scope instanceof KillScope.OfTenant of) {
            return of.tenant().equals(context.tenant());
        } else if (scope instanceof KillScope.OfOperation of) {
            return of.operation().equals(context.operation());
        } else if (scope instanceof KillScope.Everything) {
            return true;
        }
        return target != null && covers(scope, target);
    }

    private static boolean covers(KillScope scope, Target target) {
        if (scope instanceof KillScope.OnPath on) {
            return on.path().equals(target.path());
        } else if (scope instanceof KillScope.OnAdapter on) {
            return on.adapter().equals(target.provider());
        }
        return scope instanceof KillScope.OnTarget on && on.target().equals(target.id());
    }
}
