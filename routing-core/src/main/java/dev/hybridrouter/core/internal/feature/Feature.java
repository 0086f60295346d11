package dev.hybridrouter.core.internal.feature;

/** A part of a router that its host asked for. It installs all that belongs to it, so that a router without it has none of that. */
@FunctionalInterface
public interface Feature {
    /** Installs the feature. Called once, before the router takes requests. */
    void install(Fitting fitting);
}
