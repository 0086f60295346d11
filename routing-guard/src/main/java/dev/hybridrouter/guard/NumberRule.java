package dev.hybridrouter.guard;

import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * A national number of one length.
 *
 * @param type its class
 * @param length how many digits it has
 * @param isValid whether digits pass its checks; looks at the first {@code length} only
 * @param isTelling whether it is written so that it needs no name
 * @param isPossible whether it is written so that it needs one
 * @param names what it is called
 */
record NumberRule(
        PiiClass type,
        int length,
        Predicate<byte[]> isValid,
        BiPredicate<Digits, Text> isTelling,
        BiPredicate<Digits, Text> isPossible,
        Context names) {

    void look(Text text, Digits digits, Best best) {
        if (digits.count() < length || !isValid.test(digits.value())) {
            return;
        }
        int end = digits.end(length);
        if (isTelling.test(digits, text)) {
            best.offer(type, digits.start(), end, names.isBefore(text, digits.start()));
        } else if (isPossible.test(digits, text) && names.isNear(text, digits.start(), end)) {
            best.offer(type, digits.start(), end, true);
        }
    }
}
