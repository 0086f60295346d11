package dev.hybridrouter.test.bedrock.rules;

import java.util.Base64;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** A type of the service model: finds what is wrong with a value that is present. */
@FunctionalInterface
interface Shape {
    void check(MemberPath at, JsonNode value, Findings findings);

    /** Any JSON value at all. */
    static Shape document() {
        return (at, value, findings) -> {};
    }

    static Shape flag() {
        return (at, value, findings) -> {
            if (!value.isBoolean()) {
                findings.wrongType(at, "true or false");
            }
        };
    }

    /** Bytes in Base64, at least so many. */
    static Shape bytes(int least) {
        return (at, value, findings) -> {
            try {
                if (!value.isString()) {
                    findings.wrongType(at, "a string of Base64");
                } else if (Base64.getDecoder().decode(value.asString()).length < least) {
                    findings.violated(
                            ShapeRule.LENGTH, at, "Member must have length greater than or equal to " + least);
                }
            } catch (IllegalArgumentException notBase64) {
                findings.wrongType(at, "Base64");
            }
        };
    }
}
