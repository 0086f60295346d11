package dev.hybridrouter.test.bedrock.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is wrong with the shape of a request. A value of the wrong type outweighs all broken constraints. Not thread-safe. */
final class Findings {
    private final List<Refusal> malformed = new ArrayList<>();
    private final List<Violation> violations = new ArrayList<>();

    /** A value that breaks a constraint of the model. */
    private record Violation(ShapeRule rule, MemberPath at, String constraint) {
        @Override
        public String toString() {
            return "Value at '" + at.ofModel() + "' failed to satisfy constraint: " + constraint;
        }
    }

    void wrongType(MemberPath at, String expected) {
        String place = at.dotted().isEmpty() ? "The request body" : "The value at " + at;
        malformed.add(Refusal.serialization(ShapeRule.TYPE.id(), place + " is not " + expected + "."));
    }

    void notOne(MemberPath at, String shape, Iterable<String> members) {
        malformed.add(Refusal.validation(
                ShapeRule.UNION.id(),
                "The " + shape + " object at " + at + " must set exactly one of the following keys: "
                        + String.join(", ", members) + "."));
    }

    void violated(ShapeRule rule, MemberPath at, String constraint) {
        violations.add(new Violation(rule, at, constraint));
    }

    Optional<Refusal> refusal() {
        if (!malformed.isEmpty()) {
            return Optional.of(malformed.get(0));
        }
        if (violations.isEmpty()) {
            return Optional.empty();
        }
        String head = violations.size() == 1
                ? "1 validation error detected: "
                : violations.size() + " validation errors detected: ";
        String message = violations.stream().map(Violation::toString).collect(Collectors.joining("; ", head, ""));
        return Optional.of(Refusal.validation(violations.get(0).rule().id(), message));
    }
}
