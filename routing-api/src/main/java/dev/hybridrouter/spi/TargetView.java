package dev.hybridrouter.spi;

import dev.hybridrouter.api.target.Target;

/**
 * A target as constraints and strategies see it: its settings and its health at the instant of planning.
 *
 * @param target its settings
 * @param health its health
 */
public record TargetView(Target target, TargetHealth health) {}
