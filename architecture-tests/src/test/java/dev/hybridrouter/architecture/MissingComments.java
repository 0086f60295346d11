package dev.hybridrouter.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;

/** Finds what a caller can see and nobody explained. A method that overrides another is explained there. */
final class MissingComments extends TreePathScanner<Void, Void> {
    private static final Set<Tree.Kind> INTERFACES = EnumSet.of(Tree.Kind.INTERFACE, Tree.Kind.ANNOTATION_TYPE);

    private final SourceFile file;
    private final List<String> missing = new ArrayList<>();

    private MissingComments(SourceFile file) {
        this.file = file;
    }

    static List<String> in(SourceFile file) {
        MissingComments comments = new MissingComments(file);
        comments.scan(file.unit(), null);
        return comments.missing;
    }

    @Override
    public Void visitClass(ClassTree type, Void nothing) {
        if (isVisible(type.getModifiers())) {
            check(type, type.getSimpleName().toString());
            super.visitClass(type, null);
        }
        return null;
    }

    @Override
    public Void visitMethod(MethodTree method, Void nothing) {
        boolean overrides = method.getModifiers().getAnnotations().stream()
                .anyMatch(
                        annotation -> annotation.getAnnotationType().toString().equals("Override"));
        if (isVisible(method.getModifiers()) && !overrides && !isRecordConstructor(method)) {
            check(method, method.getName().toString());
        }
        return null;
    }

    @Override
    public Void visitVariable(VariableTree field, Void nothing) {
        if (isVisible(field.getModifiers())) {
            check(field, field.getName().toString());
        }
        return null;
    }

    /** A record is explained by its own comment; so is the constructor that takes its components. */
    private boolean isRecordConstructor(MethodTree method) {
        return parent() instanceof ClassTree type
                && type.getKind() == Tree.Kind.RECORD
                && method.getName().contentEquals("<init>");
    }

    private boolean isVisible(ModifiersTree modifiers) {
        return modifiers.getFlags().contains(Modifier.PUBLIC)
                || modifiers.getFlags().contains(Modifier.PROTECTED)
                || INTERFACES.contains(parent().getKind());
    }

    private Tree parent() {
        return getCurrentPath().getParentPath().getLeaf();
    }

    private void check(Tree tree, String name) {
        if (file.trees().getDocComment(getCurrentPath()) == null) {
            missing.add(file + ":" + file.startLine(tree) + " " + name + " has no comment");
        }
    }
}
