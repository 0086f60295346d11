/** A provider with quotas, written from its documented rules, under recorded load, on virtual time: with the twin and without. */
@NullMarked
package dev.hybridrouter.benchmarks.quota;

import org.jspecify.annotations.NullMarked;
