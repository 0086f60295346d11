package dev.hybridrouter.guard;

import java.util.List;
import java.util.function.IntPredicate;

/** Keys that their issuer marks with a prefix. Source: the issuers' documentation of their token formats. */
final class KeyDetector implements Detector {
    private static final int DISTINCT = 5;
    private static final IntPredicate WORD = c -> Chars.isAlphanumeric((char) c) || c == '_' || c == '-';
    private static final IntPredicate ALPHANUMERIC = c -> Chars.isAlphanumeric((char) c);
    private static final IntPredicate UPPER = c -> Chars.isUpper((char) c) || Chars.isDigit((char) c);

    /** In the order in which they are tried: of two prefixes of which one begins the other, the longer first. */
    private static final List<Form> FORMS = List.of(
            new Form("AKIA", UPPER, 16, 16),
            new Form("ASIA", UPPER, 16, 16),
            new Form("ABIA", UPPER, 16, 16),
            new Form("AIza", WORD, 35, 35),
            new Form("ghp_", ALPHANUMERIC, 36, 251),
            new Form("gho_", ALPHANUMERIC, 36, 251),
            new Form("ghu_", ALPHANUMERIC, 36, 251),
            new Form("ghs_", ALPHANUMERIC, 36, 251),
            new Form("ghr_", ALPHANUMERIC, 36, 251),
            new Form("github_pat_", WORD, 40, 244),
            new Form("glpat-", WORD, 20, 64),
            new Form("xoxb-", WORD, 20, 250),
            new Form("xoxp-", WORD, 20, 250),
            new Form("xoxa-", WORD, 20, 250),
            new Form("xoxr-", WORD, 20, 250),
            new Form("xoxs-", WORD, 20, 250),
            new Form("xapp-", WORD, 20, 250),
            new Form("sk-ant-", WORD, 24, 250),
            new Form("sk-proj-", WORD, 24, 250),
            new Form("sk-", ALPHANUMERIC, 32, 250),
            new Form("sk_live_", ALPHANUMERIC, 16, 250),
            new Form("rk_live_", ALPHANUMERIC, 16, 250),
            new Form("npm_", ALPHANUMERIC, 36, 36),
            new Form("hf_", ALPHANUMERIC, 30, 64),
            new Form("SG.", c -> WORD.test(c) || c == '.', 50, 90),
            new Form("pypi-", WORD, 60, 250),
            new Form("dop_v1_", ALPHANUMERIC, 64, 64),
            new Form("shpat_", ALPHANUMERIC, 32, 32),
            new Form("ya29.", WORD, 20, 250));

    /**
     * How a key looks.
     *
     * @param prefix what it begins with
     * @param tail what follows
     * @param least fewest characters that follow
     * @param most most characters that follow
     */
    private record Form(String prefix, IntPredicate tail, int least, int most) {}

    @Override
    public void look(Text text, int start, Best best) {
        char first = text.at(start);
        for (Form form : FORMS) {
            if (form.prefix.charAt(0) == first && text.startsWith(form.prefix, start)) {
                int end = end(text, start + form.prefix.length(), form);
                if (end > 0) {
                    best.offer(PiiClass.SECRET, start, end, true);
                    return;
                }
            }
        }
    }

    private static int end(Text text, int from, Form form) {
        int i = from;
        long seen = 0;
        while (i - from <= form.most && form.tail.test(text.at(i))) {
            seen |= 1L << (text.at(i) & 63);
            i++;
        }
        int length = i - from;
        return length >= form.least && length <= form.most && Long.bitCount(seen) >= DISTINCT ? i : -1;
    }
}
