package dev.hybridrouter.core.internal.tools;

import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.target.Target;
import org.jspecify.annotations.Nullable;

/** What belongs to the scope of a kill switch. */
public final class Scopes {
    private Scopes() {}

    /**
     * Returns whether a request, or a call on its behalf, is in a scope.
     *
     * @param context null for a call on behalf of no request, which scopes of requests do not cover
     * @param target the target that is called; null if there is none, which scopes of targets do not cover
     */
    public static boolean covers(KillScope scope, @Nullable RequestContext context, @Nullable Target target) {
        if (scope instanceof KillScope.Tenant of) {
            return context != null && of.tenant().equals(context.tenant());
        } else if (scope instanceof KillScope.Operation of) {
            return context != null && of.operation().equals(context.operation());
        } else if (scope instanceof KillScope.Everything) {
            return true;
        }
        return target != null && covers(scope, target);
    }

    /** Returns whether a scope can have something to do with a target; whether it has, may depend on the request. */
    public static boolean matches(KillScope scope, Target target) {
        return scope instanceof KillScope.Tenant
                || scope instanceof KillScope.Operation
                || scope instanceof KillScope.Everything
                || covers(scope, target);
    }

    private static boolean covers(KillScope scope, Target target) {
        if (scope instanceof KillScope.Path on) {
            return on.path().equals(target.path());
        } else if (scope instanceof KillScope.Adapter on) {
            return on.adapter().equals(target.provider());
        }
        return scope instanceof KillScope.Target on && on.target().equals(target.id());
    }
}
