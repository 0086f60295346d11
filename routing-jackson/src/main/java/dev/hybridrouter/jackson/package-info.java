/** Modules for Jackson 2 and Jackson 3. Imports the API and Jackson. */
@NullMarked
package dev.hybridrouter.jackson;

import org.jspecify.annotations.NullMarked;
