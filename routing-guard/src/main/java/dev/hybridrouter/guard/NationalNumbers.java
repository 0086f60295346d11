package dev.hybridrouter.guard;

import static dev.hybridrouter.guard.Checksums.isDay;
import static dev.hybridrouter.guard.Checksums.number;
import static dev.hybridrouter.guard.Checksums.weighted;

import java.util.List;
import java.util.function.BiPredicate;

/**
 * National numbers of digits only. One that chance hits seldom (below 0.5 % of random numbers of its form) is found by
 * itself, another near its name only. Sources: the issuers' published check rules.
 */
final class NationalNumbers {
    static final List<NumberRule> RULES = List.of(
            new NumberRule(
                    PiiClass.DE_TAX_ID,
                    11,
                    NationalNumbers::isGermanTaxId,
                    plainOr(11, "2 3 3 3"),
                    NationalNumbers::never,
                    Context.of("steuer*", "idnr", "identifikationsnummer", "tin", "tax")),
            new NumberRule(
                    PiiClass.PL_PESEL,
                    11,
                    NationalNumbers::isPesel,
                    NationalNumbers::never,
                    plain(11),
                    Context.of("pesel", "peselu")),
            new NumberRule(
                    PiiClass.NL_BSN,
                    9,
                    NationalNumbers::isBsn,
                    NationalNumbers::never,
                    plainOr(9, "4.2.3", "4 2 3", "3 3 3"),
                    Context.of("bsn", "burgerservicenummer", "sofinummer", "sofi")),
            new NumberRule(
                    PiiClass.BE_NATIONAL_NUMBER,
                    11,
                    NationalNumbers::isBelgian,
                    plainOr(11, "2.2.2-3.2", "2 2 2 3 2", "6 3 2", "6-3.2", "6-3-2"),
                    NationalNumbers::never,
                    Context.of("rijksregister*", "insz", "niss", "registre", "nrn", "national")),
            new NumberRule(
                    PiiClass.SE_PERSONAL_NUMBER,
                    10,
                    digits -> isSwedish(digits, 0),
                    (digits, text) -> digits.isGrouped(text, "6-4"),
                    plain(10),
                    Context.of("personnummer*", "samordningsnummer", "pnr", "personnr")),
            new NumberRule(
                    PiiClass.SE_PERSONAL_NUMBER,
                    12,
                    digits -> isCentury(number(digits, 0, 2)) && isSwedish(digits, 2),
                    plainOr(12, "8-4"),
                    NationalNumbers::never,
                    Context.of("personnummer*", "samordningsnummer", "pnr", "personnr")),
            new NumberRule(
                    PiiClass.PT_NIF,
                    9,
                    NationalNumbers::isPortuguese,
                    NationalNumbers::never,
                    plainOr(9, "3 3 3"),
                    Context.of("nif", "contribuinte", "fiscal", "nipc")),
            new NumberRule(
                    PiiClass.AT_SOCIAL_INSURANCE,
                    10,
                    NationalNumbers::isAustrian,
                    (digits, text) -> digits.isGrouped(text, "4 6") || digits.isGrouped(text, "4-6"),
                    plain(10),
                    Context.of("svnr", "sv", "sozialversicherung*", "versicherungsnummer", "vsnr")),
            new NumberRule(
                    PiiClass.RO_CNP,
                    13,
                    NationalNumbers::isRomanian,
                    plain(13),
                    NationalNumbers::never,
                    Context.of("cnp", "numeric", "personal")));

    private NationalNumbers() {}

    private static boolean never(Digits digits, Text text) {
        return false;
    }

    private static BiPredicate<Digits, Text> plain(int length) {
        return (digits, text) -> digits.isPlain(text, length);
    }

    private static BiPredicate<Digits, Text> plainOr(int length, String... groupings) {
        return (digits, text) -> {
            boolean fits = digits.isPlain(text, length);
            for (int i = 0; i < groupings.length && !fits; i++) {
                fits = digits.isGrouped(text, groupings[i]);
            }
            return fits;
        };
    }

    /** Of the first ten digits one occurs twice or three times, the others at most once (since 2016). */
    private static boolean isGermanTaxId(byte[] digits) {
        int[] times = new int[10];
        for (int i = 0; i < 10; i++) {
            times[digits[i]]++;
        }
        int repeated = 0;
        for (int i = 0; i < 10; i++) {
            repeated += times[i] > 3 ? 10 : times[i] > 1 ? 1 : 0;
        }
        return digits[0] != 0 && repeated == 1 && Checksums.mod11And10(digits, 11);
    }

    /** The month tells the century: 80 is added for 18xx, 20 for 20xx and so on. */
    private static boolean isPesel(byte[] digits) {
        return isDay(number(digits, 2, 4) % 20, number(digits, 4, 6))
                && weighted(digits, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1) % 10 == 0;
    }

    private static boolean isBsn(byte[] digits) {
        return number(digits, 0, 9) > 9_999_999 && weighted(digits, 9, 8, 7, 6, 5, 4, 3, 2, -1) % 11 == 0;
    }

    /** From 2000 on a 2 stands before the number; 20 or 40 added to the month mark a foreigner's. */
    private static boolean isBelgian(byte[] digits) {
        int month = number(digits, 2, 4);
        int check = 97 - number(digits, 9, 11);
        int remainder = Checksums.mod97(digits, 0, 9);
        return month < 60
                && isDay(month % 20, number(digits, 4, 6))
                && (remainder == check || (remainder + 2 * powerOfTen(9)) % 97 == check);
    }

    private static int powerOfTen(int exponent) {
        int remainder = 1;
        for (int i = 0; i < exponent; i++) {
            remainder = remainder * 10 % 97;
        }
        return remainder;
    }

    private static boolean isCentury(int century) {
        return century >= 18 && century <= 20;
    }

    /** 60 added to the day marks a coordination number. */
    private static boolean isSwedish(byte[] digits, int from) {
        int day = number(digits, from + 4, from + 6);
        return isDay(number(digits, from + 2, from + 4), day > 60 ? day - 60 : day)
                && Checksums.luhn(digits, from, from + 10);
    }

    private static boolean isPortuguese(byte[] digits) {
        int check = 11 - weighted(digits, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
        return digits[0] != 0 && digits[0] != 4 && digits[0] != 7 && (check > 9 ? 0 : check) == digits[8];
    }

    private static boolean isAustrian(byte[] digits) {
        return digits[0] != 0
                && isDay(number(digits, 6, 8), number(digits, 4, 6))
                && weighted(digits, 3, 7, 9, 0, 5, 8, 4, 2, 1, 6) % 11 == digits[3];
    }

    private static boolean isRomanian(byte[] digits) {
        int check = weighted(digits, 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9) % 11;
        int county = number(digits, 7, 9);
        return digits[0] >= 1
                && digits[0] <= 8
                && isDay(number(digits, 3, 5), number(digits, 5, 7))
                && county >= 1
                && county <= 52
                && (check == 10 ? 1 : check) == digits[12];
    }
}
