package dev.hybridrouter.guard;

/**
 * Bank account numbers: the country's length ({@link IbanRegistry}) and modulo 97. They are written plain, in groups that are
 * parted by spaces, or in groups of four that are parted by hyphens; other groups with hyphens are those of identifiers.
 */
final class IbanDetector implements Detector {
    private static final int GROUP = 4;

    @Override
    public void look(Text text, int start, Best best) {
        if (!Chars.isDigit(text.at(start + 2)) || !Chars.isDigit(text.at(start + 3))) {
            return;
        }
        int length = IbanRegistry.length(Chars.upper(text.at(start)), Chars.upper(text.at(start + 1)));
        int end = length == 0 ? -1 : end(text, start, length);
        if (end > 0 && text.isBorder(end) && isValid(text, start, end)) {
            best.offer(PiiClass.IBAN, start, end, true);
        }
    }

    /** The end of so many letters and digits with at most one separator between two of them. */
    private static int end(Text text, int start, int length) {
        int i = start;
        boolean hyphens = false;
        boolean fours = true;
        for (int count = 1; count < length; count++) {
            i++;
            boolean gap = Chars.isGap(text.at(i));
            fours &= gap == (count % GROUP == 0);
            if (gap) {
                hyphens |= Chars.isHyphen(text.at(i));
                i++;
            }
            if (!Chars.isAlphanumeric(text.at(i))) {
                return -1;
            }
        }
        return hyphens && !fours ? -1 : i + 1;
    }

    private static boolean isValid(Text text, int start, int end) {
        int remainder = rest(text, start + 4, end, 0);
        return rest(text, start, start + 4, remainder) == 1;
    }

    private static int rest(Text text, int from, int to, int before) {
        int remainder = before;
        for (int i = from; i < to; i++) {
            char c = Chars.upper(text.at(i));
            if (Chars.isDigit(c)) {
                remainder = Checksums.mod97(remainder, c - '0');
            } else if (Chars.isUpper(c)) {
                remainder = Checksums.mod97(remainder, c - 'A' + 10);
            }
        }
        return remainder;
    }
}
