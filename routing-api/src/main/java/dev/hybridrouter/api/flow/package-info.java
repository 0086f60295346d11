/** Where data flow, for records of processing: {@code router.dataMap()} and what it is made of. Imports {@code api.target} only. */
@NullMarked
package dev.hybridrouter.api.flow;

import org.jspecify.annotations.NullMarked;
