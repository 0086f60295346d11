package dev.hybridrouter.core.internal.feature;

import dev.hybridrouter.api.erasure.Subject;
import dev.hybridrouter.api.request.RequestContext;

/** Tells whose a request is. */
public final class Subjects {
    private Subjects() {}

    /** Whether a request is a subject's. */
    public static boolean isOf(Subject subject, RequestContext context) {
        return subject instanceof Subject.Tenant tenant
                ? tenant.name().equals(context.tenant())
                : subject instanceof Subject.Tag tag
                        && tag.value().equals(context.tags().get(tag.key()));
    }
}
