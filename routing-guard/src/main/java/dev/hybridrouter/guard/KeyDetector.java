package dev.hybridrouter.guard;

import java.util.List;
import java.util.function.IntPredicate;

/** Keys that their issuer marks with a prefix. Source: the issuers' documentation of their token formats. */
final class KeyDetector implements Detector {
    private static final int DISTINCT = 5;
    /** In the order in which they are tried: of two prefixes of which one begins the other, the longer first. */
    private static final List<Form> FORMS = List.of(
            new Form("AKIA", KeyDetector::isUpper, 16, 16),
            new Form("ASIA", KeyDetector::isUpper, 16, 16),
            new Form("ABIA", KeyDetector::isUpper, 16, 16),
            new Form("AIza", KeyDetector::isWord, 35, 35),
            new Form("ghp_", KeyDetector::isAlphanumeric, 36, 2_000),
            new Form("gho_", KeyDetector::isAlphanumeric, 36, 2_000),
            new Form("ghu_", KeyDetector::isAlphanumeric, 36, 2_000),
            new Form("ghs_", KeyDetector::isAlphanumeric, 36, 2_000),
            new Form("ghr_", KeyDetector::isAlphanumeric, 36, 2_000),
            new Form("github_pat_", KeyDetector::isWord, 40, 2_000),
            new Form("glpat-", KeyDetector::isWord, 20, 64),
            new Form("xoxb-", KeyDetector::isWord, 20, 2_000),
            new Form("xoxp-", KeyDetector::isWord, 20, 2_000),
            new Form("xoxa-", KeyDetector::isWord, 20, 2_000),
            new Form("xoxr-", KeyDetector::isWord, 20, 2_000),
            new Form("xoxs-", KeyDetector::isWord, 20, 2_000),
            new Form("xapp-", KeyDetector::isWord, 20, 2_000),
            new Form("sk-ant-", KeyDetector::isWord, 24, 2_000),
            new Form("sk-proj-", KeyDetector::isWord, 24, 2_000),
            new Form("sk-", KeyDetector::isAlphanumeric, 32, 2_000),
            new Form("sk_live_", KeyDetector::isAlphanumeric, 16, 2_000),
            new Form("rk_live_", KeyDetector::isAlphanumeric, 16, 2_000),
            new Form("npm_", KeyDetector::isAlphanumeric, 36, 36),
            new Form("hf_", KeyDetector::isAlphanumeric, 30, 64),
            new Form("SG.", c -> isWord(c) || c == '.', 50, 90),
            new Form("pypi-", KeyDetector::isWord, 60, 2_000),
            new Form("dop_v1_", KeyDetector::isAlphanumeric, 64, 64),
            new Form("shpat_", KeyDetector::isAlphanumeric, 32, 32),
            new Form("ya29.", KeyDetector::isWord, 20, 2_000));

    /**
     * How a key looks.
     *
     * @param prefix what it begins with
     * @param tail what follows
     * @param least fewest characters that follow
     * @param most most characters that follow
     */
    private record Form(String prefix, IntPredicate tail, int least, int most) {}

    private static boolean isWord(int c) {
        return isAlphanumeric(c) || c == '_' || c == '-';
    }

    private static boolean isAlphanumeric(int c) {
        return Chars.isAlphanumeric((char) c);
    }

    private static boolean isUpper(int c) {
        return Chars.isUpper((char) c) || Chars.isDigit((char) c);
    }

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
