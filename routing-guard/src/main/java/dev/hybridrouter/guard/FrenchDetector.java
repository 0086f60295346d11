package dev.hybridrouter.guard;

/** NIR: sex, year, month, department (2A and 2B in Corsica), commune, order, and a key that completes modulo 97. */
final class FrenchDetector implements Detector {
    private static final int NUMBER = 13;
    private static final int ALL = 15;
    private static final int NINETY_SEVEN = 97;

    @Override
    public void look(Text text, int start, Best best) {
        int year = Chars.isSpace(text.at(start + 1)) ? start + 2 : start + 1;
        boolean begins = Chars.isDigit(text.at(year)) && Chars.isDigit(text.at(year + 1));
        if (!begins || "123478".indexOf(text.at(start)) < 0) {
            return;
        }
        int[] digits = new int[ALL];
        int i = start;
        for (int count = 0; count < ALL; count++) {
            if (count > 0 && Chars.isSpace(text.at(i))) {
                i++;
            }
            char c = text.at(i);
            boolean corsica = count == 6 && (c == 'A' || c == 'B') && digits[5] == 2;
            if (!Chars.isDigit(c) && !corsica) {
                return;
            }
            digits[count] = corsica ? 'A' - 1 - c : c - '0';
            i++;
        }
        if (text.isBorder(i) && isValid(digits)) {
            best.offer(PiiClass.FR_NIR, start, i, true);
        }
    }

    /** For the key, 2A counts as 19 and 2B as 18: ten less than 29 and 28 would be if A and B were -1 and -2. */
    private static boolean isValid(int[] digits) {
        int month = digits[3] * 10 + digits[4];
        boolean monthOrNone = (month >= 1 && month <= 12) || month == 20 || (month >= 30 && month <= 42) || month >= 50;
        long number = 0;
        for (int i = 0; i < NUMBER; i++) {
            number = number * 10 + digits[i];
        }
        int key = digits[NUMBER] * 10 + digits[NUMBER + 1];
        return monthOrNone && key == NINETY_SEVEN - number % NINETY_SEVEN;
    }
}
