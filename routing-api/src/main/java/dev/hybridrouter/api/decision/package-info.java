/** The explainable record of one request: candidates, ranking, attempts and outcome. Never prompt or answer text. */
@NullMarked
package dev.hybridrouter.api.decision;

import org.jspecify.annotations.NullMarked;
