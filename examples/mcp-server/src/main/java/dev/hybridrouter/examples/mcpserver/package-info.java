/** A small MCP server whose one tool generates text by calling Bedrock. Imports nothing of the router. */
@NullMarked
package dev.hybridrouter.examples.mcpserver;

import org.jspecify.annotations.NullMarked;
