package dev.hybridrouter.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds what has grown too large. */
final class SizeBudgets extends TreeScanner<Void, Void> {
    private static final int FILE_LINES = 300;
    private static final int METHOD_LINES = 40;
    private static final int PARAMETERS = 6;

    /** The catalogue of log events is long because it is the only one. */
    private static final Set<String> TABLES = Set.of("LogEvent.java");

    private final SourceFile file;
    private final List<String> excesses = new ArrayList<>();

    private SizeBudgets(SourceFile file) {
        this.file = file;
    }

    static List<String> excesses(SourceFile file) {
        SizeBudgets budgets = new SizeBudgets(file);
        if (!TABLES.contains(file.toString())) {
            budgets.limit(file.toString(), "lines of code", file.size(), FILE_LINES);
        }
        budgets.scan(file.unit(), null);
        return budgets.excesses;
    }

    @Override
    public Void visitMethod(MethodTree method, Void nothing) {
        String name = file + ":" + file.startLine(method) + " " + method.getName();
        limit(name, "lines of code", file.size(method), METHOD_LINES);
        limit(name, "parameters", method.getParameters().size(), PARAMETERS);
        return super.visitMethod(method, null);
    }

    @Override
    public Void visitClass(ClassTree type, Void nothing) {
        limit(file + " " + type.getSimpleName(), "components", Sources.components(type), PARAMETERS);
        return super.visitClass(type, null);
    }

    private void limit(String name, String unit, int size, int limit) {
        if (size > limit) {
            excesses.add(name + " has " + size + " " + unit + ", the limit is " + limit);
        }
    }
}
