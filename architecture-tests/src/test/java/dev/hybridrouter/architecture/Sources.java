package dev.hybridrouter.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import javax.lang.model.element.Modifier;

/** Questions to a syntax tree. */
final class Sources {
    private Sources() {}

    /** How many components a record has, none for other types: only a record's components are fields of its own. */
    static int components(ClassTree type) {
        return type.getKind() != Tree.Kind.RECORD
                ? 0
                : (int) type.getMembers().stream()
                        .filter(member -> member instanceof VariableTree field
                                && !field.getModifiers().getFlags().contains(Modifier.STATIC))
                        .count();
    }
}
