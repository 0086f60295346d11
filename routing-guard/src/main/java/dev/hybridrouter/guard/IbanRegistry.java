package dev.hybridrouter.guard;

import java.time.LocalDate;

/**
 * The lengths of bank account numbers by country: the IBAN registry of SWIFT (ISO 13616), release 103 of September 2026 with
 * its 89 countries, and the 22 countries whose banks use such numbers without being in it.
 */
final class IbanRegistry {
    /** When the table was last compared with its source. */
    static final LocalDate AS_OF = LocalDate.of(2026, 12, 1);

    private static final String REGISTERED = """
            AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 \
            ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 \
            LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 \
            PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 \
            YE30""";

    private static final String IN_USE = """
            AO25 BF28 BJ28 CF27 CG27 CI28 CM27 CV25 DZ26 GA27 GQ27 GW25 IR26 KM27 MA28 MG27 ML28 MZ25 NE28 SN28 TD27 TG28""";

    private static final int LETTERS = 26;
    private static final byte[] LENGTHS = lengths();

    private IbanRegistry() {}

    private static byte[] lengths() {
        byte[] lengths = new byte[LETTERS * LETTERS];
        for (String entry : (REGISTERED + " " + IN_USE).split(" ", -1)) {
            lengths[place(entry.charAt(0), entry.charAt(1))] = Byte.parseByte(entry.substring(2));
        }
        return lengths;
    }

    private static int place(char first, char second) {
        return (first - 'A') * LETTERS + second - 'A';
    }

    /** The length of a country's numbers, whose code is two capital letters; 0 if it has none. */
    static int length(char first, char second) {
        return Chars.isUpper(first) && Chars.isUpper(second) ? LENGTHS[place(first, second)] : 0;
    }
}
