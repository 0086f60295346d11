package dev.hybridrouter.bedrock;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.document.Document;

/** Puts what a schema refers to in the place of the reference. */
final class SchemaReferences {
    static final String REFERENCE = "$ref";

    /** A schema of references to references can grow without end. */
    private static final int MOST_PARTS = 10_000;

    private final Document root;
    private final String field;
    private final List<String> open = new ArrayList<>();
    private int parts;

    SchemaReferences(Document root, String field) {
        this.root = root;
        this.field = field;
    }

    /** The schema, whose top is no reference any more; what is below it stays as it is. */
    Document resolvedTop() {
        Map<String, Document> top = root.asMap();
        while (top.containsKey(REFERENCE)) {
            String pointer = entered(top.get(REFERENCE));
            Map<String, Document> merged = new LinkedHashMap<>(target(pointer));
            root.asMap().forEach(merged::putIfAbsent);
            if (!target(pointer).containsKey(REFERENCE)) {
                merged.remove(REFERENCE);
            }
            top = merged;
        }
        return Document.fromMap(top);
    }

    /** The schema without references. */
    Document resolvedAll() {
        Map<String, Document> whole = new LinkedHashMap<>(resolved(root).asMap());
        whole.remove("$defs");
        whole.remove("definitions");
        return Document.fromMap(whole);
    }

    private Document resolved(Document part) {
        if (++parts > MOST_PARTS) {
            throw RequestRefusal.unsupported(field, "a schema of more than " + MOST_PARTS + " parts", "a smaller one");
        }
        if (part.isList()) {
            return Document.fromList(part.asList().stream().map(this::resolved).toList());
        }
        if (!part.isMap()) {
            return part;
        }
        Map<String, Document> fields = part.asMap();
        Document reference = fields.get(REFERENCE);
        if (reference == null || !reference.isString()) {
            return resolvedFields(part == root ? withoutDefinitions(fields) : fields);
        }
        String pointer = entered(reference);
        Map<String, Document> merged =
                new LinkedHashMap<>(resolved(Document.fromMap(target(pointer))).asMap());
        open.remove(pointer);
        fields.forEach((name, value) -> {
            if (!name.equals(REFERENCE) && !isDefinitions(name)) {
                merged.put(name, resolved(value));
            }
        });
        return Document.fromMap(merged);
    }

    private Document resolvedFields(Map<String, Document> fields) {
        Map<String, Document> all = new LinkedHashMap<>();
        fields.forEach((name, value) -> all.put(name, resolved(value)));
        return Document.fromMap(all);
    }

    private static Map<String, Document> withoutDefinitions(Map<String, Document> fields) {
        Map<String, Document> rest = new LinkedHashMap<>(fields);
        rest.keySet().removeIf(SchemaReferences::isDefinitions);
        return rest;
    }

    private static boolean isDefinitions(String name) {
        return name.equals("$defs") || name.equals("definitions");
    }

    private String entered(Document reference) {
        String pointer = reference.isString() ? reference.asString() : "";
        if (open.contains(pointer)) {
            throw RequestRefusal.unsupported(field, "a schema that refers to itself", "one that does not");
        }
        open.add(pointer);
        return pointer;
    }

    private Map<String, Document> target(String pointer) {
        if (!pointer.startsWith("#")) {
            throw RequestRefusal.unsupported(
                    field + "." + REFERENCE, "another document", "references within the schema");
        }
        Document found = root;
        for (String step : pointer.substring(1).split("/", -1)) {
            String name = step.replace("~1", "/").replace("~0", "~");
            found = name.isEmpty()
                    ? found
                    : found != null && found.isMap() ? found.asMap().get(name) : null;
        }
        if (found == null || !found.isMap()) {
            throw RequestRefusal.invalid(field + "." + REFERENCE, "leads nowhere", "references within the schema");
        }
        return found.asMap();
    }
}
