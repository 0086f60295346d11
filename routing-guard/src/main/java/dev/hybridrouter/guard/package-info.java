/**
 * A guard that finds personal data and secrets by form, checksum and context, in time linear in the length of the text.
 * Imports nothing but the API.
 */
@NullMarked
package dev.hybridrouter.guard;

import org.jspecify.annotations.NullMarked;
