package dev.hybridrouter.guard;

/** Check digits of numbers that several issuers use. Digits are values from 0 to 9. */
final class Checksums {
    private static final int NINETY_SEVEN = 97;

    private Checksums() {}

    /** ISO/IEC 7812: every second digit from the right but one is doubled. */
    static boolean luhn(byte[] digits, int from, int to) {
        int sum = 0;
        for (int i = to - 1; i >= from; i--) {
            int digit = digits[i];
            if ((to - 1 - i) % 2 == 1) {
                digit = digit > 4 ? 2 * digit - 9 : 2 * digit;
            }
            sum += digit;
        }
        return sum % 10 == 0;
    }

    static int weighted(byte[] digits, int... weights) {
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += digits[i] * weights[i];
        }
        return sum;
    }

    /** ISO 7064, modulo 11, 10. */
    static boolean mod11And10(byte[] digits, int length) {
        int product = 10;
        for (int i = 0; i < length - 1; i++) {
            int sum = (digits[i] + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }
        return (11 - product) % 10 == digits[length - 1];
    }

    static int number(byte[] digits, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            value = value * 10 + digits[i];
        }
        return value;
    }

    /** The remainder of a number of any length, to which another number is appended. */
    static int mod97(int remainder, int appended) {
        int shift = appended > 9 ? 100 : 10;
        return (remainder * shift + appended) % NINETY_SEVEN;
    }

    static int mod97(byte[] digits, int from, int to) {
        int remainder = 0;
        for (int i = from; i < to; i++) {
            remainder = mod97(remainder, digits[i]);
        }
        return remainder;
    }

    /** Whether there can be such a day. */
    static boolean isDay(int month, int day) {
        return month >= 1
                && month <= 12
                && day >= 1
                && day <= (month == 2 ? 29 : month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31);
    }
}
