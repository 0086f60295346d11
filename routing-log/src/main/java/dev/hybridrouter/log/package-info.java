/**
 * What the library's logs on disk have in common: a locked directory whose files appear whole or not at all, the entries that
 * wait to be written, and the thread that writes them. For the modules of this library only; sees nothing of the router.
 */
@NullMarked
package dev.hybridrouter.log;

import org.jspecify.annotations.NullMarked;
