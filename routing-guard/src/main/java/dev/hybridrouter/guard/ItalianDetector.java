package dev.hybridrouter.guard;

/** Codice fiscale: sixteen letters and digits, of which the last checks the others (decree of 23 December 1976). */
final class ItalianDetector implements Detector {
    private static final int LENGTH = 16;

    /** L letter, D digit or the letter that replaces it among people of the same code, M month. */
    private static final String FORM = "LLLLLLDDMDDLDDDL";

    private static final String MONTHS = "ABCDEHLMPRST";
    private static final String DIGITS = "LMNPQRSTUV";

    /** What a letter or the digit of its place counts at odd places. */
    private static final int[] ODD = {
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23
    };

    @Override
    public void look(Text text, int start, Best best) {
        int sum = 0;
        for (int i = 0; i < LENGTH; i++) {
            char c = Chars.upper(text.at(start + i));
            if (!fits(c, FORM.charAt(i))) {
                return;
            }
            int value = Chars.isDigit(c) ? c - '0' : c - 'A';
            if (i < LENGTH - 1) {
                sum += i % 2 == 0 ? ODD[value] : value;
            } else if (sum % 26 != value) {
                return;
            }
        }
        if (text.isBorder(start + LENGTH)) {
            best.offer(PiiClass.IT_FISCAL_CODE, start, start + LENGTH, true);
        }
    }

    private static boolean fits(char c, char form) {
        return switch (form) {
            case 'L' -> Chars.isUpper(c);
            case 'M' -> MONTHS.indexOf(c) >= 0;
            default -> Chars.isDigit(c) || DIGITS.indexOf(c) >= 0;
        };
    }
}
