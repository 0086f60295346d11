/**
 * The rules that Amazon Bedrock holds requests to, as data: the shapes of its service model and the documented rules of each
 * operation. Knows JSON and nothing of the emulator.
 */
@NullMarked
package dev.hybridrouter.test.bedrock.rules;

import org.jspecify.annotations.NullMarked;
