/** Provider adapter for tools of Model Context Protocol servers. Imports the API, the SPI and the official MCP Java SDK. */
@NullMarked
package dev.hybridrouter.mcp;

import org.jspecify.annotations.NullMarked;
