/** What the values of the API have in common that can be written as JSON. Imports nothing. */
@NullMarked
package dev.hybridrouter.api.json;

import org.jspecify.annotations.NullMarked;
