/** Two regions, two models, and what a router makes of them on good and bad days. */
@NullMarked
package dev.hybridrouter.examples.quickstart;

import org.jspecify.annotations.NullMarked;
