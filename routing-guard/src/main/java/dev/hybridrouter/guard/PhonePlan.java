package dev.hybridrouter.guard;

/**
 * Which country codes there are, and how many digits follow them. Sources: ITU-T E.164 list of assigned codes; national
 * numbering plans for the countries with lengths of their own.
 */
final class PhonePlan {
    private static final int LONGEST = 15;

    /** Country codes of two digits, those of one (1 and 7) aside. */
    private static final String TWO =
            " 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64"
                    + " 65 66 81 82 84 86 90 91 92 93 94 95 98 ";

    /** First two digits of country codes of three. */
    private static final String THREE = " 21 22 23 24 25 26 29 35 37 38 42 50 59 67 68 69 80 85 87 88 96 97 99 ";

    /** Code, fewest and most digits that follow. */
    private static final int[][] LENGTHS = {
        {1, 10, 10},
        {7, 10, 10},
        {30, 10, 10},
        {31, 9, 9},
        {32, 8, 9},
        {33, 9, 9},
        {34, 9, 9},
        {36, 8, 9},
        {39, 8, 11},
        {40, 9, 9},
        {41, 9, 9},
        {43, 7, 13},
        {44, 9, 10},
        {45, 8, 8},
        {46, 7, 10},
        {47, 8, 8},
        {48, 9, 9},
        {49, 7, 12},
        {351, 9, 9},
        {352, 6, 9},
        {353, 7, 9},
        {354, 7, 7},
        {356, 8, 8},
        {357, 8, 8},
        {358, 6, 11},
        {359, 7, 9},
        {370, 8, 8},
        {371, 8, 8},
        {372, 7, 8},
        {380, 9, 9},
        {381, 8, 9},
        {385, 8, 9},
        {386, 8, 8},
        {420, 9, 9},
        {421, 9, 9},
        {52, 10, 10},
        {54, 10, 11},
        {55, 10, 11},
        {61, 9, 9},
        {64, 8, 10},
        {81, 9, 10},
        {82, 9, 10},
        {86, 11, 11},
        {90, 10, 10},
        {91, 10, 10},
        {27, 9, 9},
        {20, 9, 10},
        {212, 9, 9},
        {972, 8, 9},
        {971, 8, 9}
    };

    private PhonePlan() {}

    /** How many digits the country code at the head of these has; 0 if there is no such country. */
    static int codeLength(byte[] digits) {
        if (digits[0] == 1 || digits[0] == 7) {
            return 1;
        }
        String two = " " + digits[0] + digits[1] + " ";
        return TWO.contains(two) ? 2 : THREE.contains(two) ? 3 : 0;
    }

    /** Whether a number of so many digits, country code included, can be one. */
    static boolean isLength(byte[] digits, int code, int count) {
        int country = Checksums.number(digits, 0, code);
        for (int[] plan : LENGTHS) {
            if (plan[0] == country) {
                return count - code >= plan[1] && count - code <= plan[2] && startsWell(digits, code, country);
            }
        }
        return count >= 9 && count <= LONGEST && digits[code] != 0;
    }

    /** A trunk prefix is not dialled from abroad but in Italy; area codes of North America begin with 2 to 9. */
    private static boolean startsWell(byte[] digits, int code, int country) {
        return country == 39 || (digits[code] != 0 && (country != 1 || (digits[code] > 1 && digits[code + 3] > 1)));
    }
}
