package dev.hybridrouter.guard;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** A class of personal data or of secrets that can be told by its form. The name is the category of a finding. */
public enum PiiClass {
    /** E-mail addresses with a domain name. */
    EMAIL,
    /** Phone numbers: E.164 of known countries; national numbers in a telling form or near a word such as «Tel.». */
    PHONE,
    /** International bank account numbers, by country's length and modulo 97 (ISO 13616). */
    IBAN,
    /** Payment card numbers, by issuer's range and the Luhn digit (ISO/IEC 7812). */
    PAYMENT_CARD,
    /** IPv4 and IPv6 addresses, but for loopback, unspecified, broadcast and netmasks. */
    IP_ADDRESS,
    /** Keys, tokens, private keys, passwords: by issuer's prefix, by form, or next to a word such as «password». */
    SECRET,
    /** Austria: Sozialversicherungsnummer. */
    AT_SOCIAL_INSURANCE,
    /** Belgium: Rijksregisternummer, numéro de registre national. */
    BE_NATIONAL_NUMBER,
    /** Germany: Steuerliche Identifikationsnummer. */
    DE_TAX_ID,
    /** Spain: DNI and NIE. */
    ES_DNI_NIE,
    /** France: numéro de sécurité sociale (NIR) with its key. */
    FR_NIR,
    /** Italy: codice fiscale of a person. */
    IT_FISCAL_CODE,
    /** Netherlands: burgerservicenummer, near a word such as «BSN». */
    NL_BSN,
    /** Poland: PESEL, near that word. */
    PL_PESEL,
    /** Portugal: NIF, near a word such as «NIF» or «contribuinte». */
    PT_NIF,
    /** Romania: cod numeric personal. */
    RO_CNP,
    /** Sweden: personnummer and samordningsnummer. */
    SE_PERSONAL_NUMBER;

    /** Returns the classes that are national identity, tax or insurance numbers. */
    public static Set<PiiClass> nationalIds() {
        return Collections.unmodifiableSet(EnumSet.range(AT_SOCIAL_INSURANCE, SE_PERSONAL_NUMBER));
    }
}
