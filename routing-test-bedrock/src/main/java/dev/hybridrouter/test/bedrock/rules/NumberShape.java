package dev.hybridrouter.test.bedrock.rules;

import java.math.BigDecimal;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** A number in a range, whole or not. */
record NumberShape(boolean whole, BigDecimal least, BigDecimal most) implements Shape {
    private static final BigDecimal LARGEST_INTEGER = BigDecimal.valueOf(Integer.MAX_VALUE);

    static NumberShape integerFrom(int least) {
        return new NumberShape(true, BigDecimal.valueOf(least), LARGEST_INTEGER);
    }

    static NumberShape decimal(int least, int most) {
        return new NumberShape(false, BigDecimal.valueOf(least), BigDecimal.valueOf(most));
    }

    @Override
    public void check(MemberPath at, JsonNode value, Findings findings) {
        if (!value.isNumber()) {
            findings.wrongType(at, "a number");
            return;
        }
        BigDecimal number = new BigDecimal(value.asNumber());
        if (whole && (number.stripTrailingZeros().scale() > 0 || number.compareTo(LARGEST_INTEGER) > 0)) {
            findings.wrongType(at, "an integer");
        } else if (number.compareTo(least) < 0) {
            findings.violated(ShapeRule.RANGE, at, "Member must have value greater than or equal to " + least);
        } else if (number.compareTo(most) > 0) {
            findings.violated(ShapeRule.RANGE, at, "Member must have value less than or equal to " + most);
        }
    }
}
