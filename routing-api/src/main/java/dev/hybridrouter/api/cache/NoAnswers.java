package dev.hybridrouter.api.cache;

import dev.hybridrouter.api.internal.Check;

/** Remembers nothing. */
enum NoAnswers implements AnswerCache {
    INSTANCE;

    @Override
    public CacheExtent extent() {
        return CacheExtent.NOTHING;
    }

    @Override
    public CacheReport report() {
        return CacheReport.nothing();
    }

    @Override
    public CacheExtent preview(Invalidation what) {
        Check.notNull(what, "invalidation");
        return CacheExtent.NOTHING;
    }

    @Override
    public CacheExtent invalidate(Invalidation what) {
        return preview(what);
    }
}
