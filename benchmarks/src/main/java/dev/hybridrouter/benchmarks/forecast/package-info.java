/** Forecasts of spend, tested against recorded load. */
@NullMarked
package dev.hybridrouter.benchmarks.forecast;

import org.jspecify.annotations.NullMarked;
