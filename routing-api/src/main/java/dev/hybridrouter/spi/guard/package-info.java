/**
 * What inspects the text of requests and answers: local guards, which compute, and remote guards, which send it
 * somewhere. Guards run in the order in which a host names them, on the request before anything is sent and on the
 * answer before the caller sees it. They fail closed: a guard that throws, or does not answer in time, denies.
 */
@NullMarked
package dev.hybridrouter.spi.guard;

import org.jspecify.annotations.NullMarked;
