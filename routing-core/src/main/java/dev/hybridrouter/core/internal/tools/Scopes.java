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
        if (scope instanceof KillScope.OfTenant of) {
            return context != null && of.tenant().equals(context.tenant());
        } else if (scope instanceof KillScope.OfOperation of) {
            return context != null && of.operation().equals(context.operation());
        } else if (scope instanceof KillScope.Everything) {
            return true;
        }
        return target != null && covers(scope, target);
    }

    /** A scope in words for people; tenants are not named. */
    public static String words(KillScope scope) {
        if (scope instanceof KillScope.OnPath on) {
            return "path:" + on.path();
        } else if (scope instanceof KillScope.OnAdapter on) {
            return "adapter:" + on.adapter();
        } else if (scope instanceof KillScope.OnTarget on) {
            return "target:" + on.target();
        } else if (scope instanceof KillScope.OfOperation of) {
            return "operation:" + of.operation().name();
        }
        return scope instanceof KillScope.OfTenant ? "tenant:*" : "everything";
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
