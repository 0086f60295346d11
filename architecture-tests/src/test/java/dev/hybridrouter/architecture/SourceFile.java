package dev.hybridrouter.architecture;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A parsed source file that knows which of its lines hold code.
 *
 * @param path where it is
 * @param unit what the JDK's parser made of it
 * @param trees finds comments and positions
 * @param codeLines the lines, from 1, that hold more than white space and comments
 */
record SourceFile(Path path, CompilationUnitTree unit, DocTrees trees, BitSet codeLines) {

    static List<SourceFile> parse(List<Path> paths) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            var sources = files.getJavaFileObjectsFromPaths(paths);
            var task = (JavacTask) compiler.getTask(null, files, null, List.of("-proc:none"), null, sources);
            DocTrees trees = DocTrees.instance(task);
            List<SourceFile> parsed = new ArrayList<>();
            for (CompilationUnitTree unit : task.parse()) {
                Path path = Path.of(unit.getSourceFile().toUri());
                parsed.add(new SourceFile(path, unit, trees, codeLines(Files.readString(path))));
            }
            return parsed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Marks the lines that are left when comments go; text is skipped, so that what looks like a comment in it stays. */
    private static BitSet codeLines(String text) {
        BitSet lines = new BitSet();
        int line = 1;
        for (int at = 0; at < text.length(); ) {
            int end = Lexeme.end(text, at);
            boolean code = !Lexeme.isComment(text, at) && !Character.isWhitespace(text.charAt(at));
            for (int i = at; i < end; i++) {
                if (code) {
                    lines.set(line);
                }
                if (text.charAt(i) == '\n') {
                    line++;
                }
            }
            at = end;
        }
        return lines;
    }

    /** How many lines of code it has. */
    int size() {
        return codeLines.cardinality();
    }

    /** How many lines of code a part of it has. */
    int size(Tree part) {
        return codeLines.get(startLine(part), endLine(part) + 1).cardinality();
    }

    int startLine(Tree part) {
        return lineOf(trees.getSourcePositions().getStartPosition(unit, part));
    }

    private int endLine(Tree part) {
        return lineOf(trees.getSourcePositions().getEndPosition(unit, part) - 1);
    }

    private int lineOf(long position) {
        return (int) unit.getLineMap().getLineNumber(position);
    }

    @Override
    public String toString() {
        return path.getFileName().toString();
    }
}
