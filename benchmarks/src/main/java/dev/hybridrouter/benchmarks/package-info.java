/** What routing costs: beside a bare call, a composition by hand, another router, and a real SDK client under load. */
@NullMarked
package dev.hybridrouter.benchmarks;

import org.jspecify.annotations.NullMarked;
