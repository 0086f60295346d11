/** The kill switch: what stops new attempts at once, in which scope, and how they come back. */
@NullMarked
package dev.hybridrouter.api.control;

import org.jspecify.annotations.NullMarked;
