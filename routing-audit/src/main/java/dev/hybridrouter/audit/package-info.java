/** Keeps decisions so that a later change of what was kept shows. Never prompt or answer text. */
@NullMarked
package dev.hybridrouter.audit;

import org.jspecify.annotations.NullMarked;
