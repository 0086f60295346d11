package dev.hybridrouter.guard;

/** Payment cards and national numbers of digits only. Holds a buffer: one for each scan. */
final class NumberDetector implements Detector {
    private static final int SHORTEST = 9;

    private final Digits digits = new Digits();

    @Override
    public void look(Text text, int start, Best best) {
        if (!Chars.isDigit(text.at(start + 1))) { // none of these numbers has a group of one digit
            return;
        }
        digits.read(text, start);
        if (digits.count() < SHORTEST) {
            return;
        }
        Cards.look(text, digits, best);
        for (NumberRule rule : NationalNumbers.RULES) {
            rule.look(text, digits, best);
        }
    }
}
