/** Measures how long answers of MCP servers take to read. */
@NullMarked
package dev.hybridrouter.benchmarks.mcp;

import org.jspecify.annotations.NullMarked;
