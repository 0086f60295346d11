package dev.hybridrouter.spi.guard;

/** Lets everything go on at once. */
enum PassingFilter implements TextFilter {
    INSTANCE;

    @Override
    public String push(String text) {
        return text;
    }

    @Override
    public String finish() {
        return "";
    }
}
