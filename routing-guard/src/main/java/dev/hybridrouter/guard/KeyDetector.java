package dev.hybridrouter.guard;

/** Keys that their issuer marks with a prefix: {@link SecretForms}. */
final class KeyDetector implements Detector {
    @Override
    public void look(Text text, int start, Best best) {
        for (SecretForm form : SecretForms.beginningWith(text.at(start))) {
            int end = form.end(text, start);
            if (end > 0) {
                best.offer(PiiClass.SECRET, start, end, true);
                return;
            }
        }
    }
}
