/** What answers of MCP servers cost. */
@NullMarked
package dev.hybridrouter.benchmarks.mcp;

import org.jspecify.annotations.NullMarked;
