package dev.hybridrouter.examples.prices;

import dev.hybridrouter.core.price.PriceBook;
import dev.hybridrouter.core.price.PriceBookDiff;
import dev.hybridrouter.core.price.PriceBookException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Prints what changed from one price book to another. A book is a file, or {@code bundled} for the library's own. */
public final class PriceChanges {
    private static final String BUNDLED = "bundled";
    private static final int UNUSABLE = 2;

    private PriceChanges() {}

    /** Runs the command on the terminal; ends with 0, or with 2 if a book cannot be read. */
    public static void main(String[] args) {
        int end = run(args, System.out);
        if (end != 0) {
            System.exit(end);
        }
    }

    static int run(String[] args, PrintStream out) {
        if (args.length != 2) {
            out.println("usage: PriceChanges <old.csv> <new.csv>, each a file or " + BUNDLED);
            return UNUSABLE;
        }
        try {
            out.println(PriceBookDiff.between(book(args[0]), book(args[1])).describe());
            return 0;
        } catch (PriceBookException e) {
            out.println(e.getMessage());
        } catch (NoSuchFileException e) {
            out.println(e.getFile() + ": no such file");
        } catch (IOException e) {
            out.println(e);
        }
        return UNUSABLE;
    }

    private static PriceBook book(String name) throws IOException {
        if (name.equals(BUNDLED)) {
            return PriceBook.bundled();
        }
        try (Reader reader = Files.newBufferedReader(Path.of(name))) {
            return PriceBook.parse(reader, name);
        }
    }
}
