/** The provider adapter for AWS Bedrock Runtime: Converse and ConverseStream through the AWS SDK for Java 2. */
@NullMarked
package dev.hybridrouter.bedrock;

import org.jspecify.annotations.NullMarked;
