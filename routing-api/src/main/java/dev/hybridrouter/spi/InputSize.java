package dev.hybridrouter.spi;

/**
 * How large a request's input is.
 *
 * @param characters characters of text in system, messages and tools
 * @param images number of images
 * @param documents number of documents
 */
public record InputSize(long characters, int images, int documents) {}
