package dev.hybridrouter.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The public surface of a module as text: its exported types with their public and protected members. */
final class PublicSurface {
    private static final Pattern EXPORT = Pattern.compile("^ {4}exports ([\\w.]+);", Pattern.MULTILINE);
    private static final Pattern PACKAGE = Pattern.compile("\\b[a-z][\\w.]*\\.(?=[A-Z])");

    private PublicSurface() {}

    /** Returns the surface of the module in a folder. */
    static String of(Path module) {
        Path sources = module.resolve("src/main/java");
        StringBuilder text = new StringBuilder();
        for (String exported : exports(sources)) {
            text.append("package ").append(exported).append('\n');
            types(sources.resolve(exported.replace('.', '/')), exported).forEach(type -> write(type, text, "  "));
        }
        return text.toString();
    }

    /** The packages that a module exports; all where it does not say. */
    private static Set<String> exports(Path sources) {
        Path module = sources.resolve("module-info.java");
        Set<String> exports = new TreeSet<>();
        if (Files.exists(module)) {
            Matcher found = EXPORT.matcher(read(module));
            while (found.find()) {
                exports.add(found.group(1));
            }
            return exports;
        }
        try (Stream<Path> files = Files.walk(sources)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .map(file -> sources.relativize(file.getParent()).toString().replace('/', '.'))
                    .forEach(exports::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return exports;
    }

    private static List<Class<?>> types(Path folder, String exported) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java") && !name.equals("package-info.java"))
                    .sorted()
                    .<Class<?>>map(name -> load(exported + "." + name.substring(0, name.length() - ".java".length())))
                    .filter(type -> isShown(type.getModifiers()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, PublicSurface.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isShown(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static void write(Class<?> type, StringBuilder text, String indent) {
        text.append(indent).append(heading(type)).append('\n');
        members(type)
                .forEach(line -> text.append(indent).append("  ").append(line).append('\n'));
        Arrays.stream(type.getDeclaredClasses())
                .filter(nested -> isShown(nested.getModifiers()))
                .sorted(Comparator.comparing(Class::getName))
                .forEach(nested -> write(nested, text, indent + "  "));
    }

    private static String heading(Class<?> type) {
        String kind = type.isAnnotation()
                ? "@interface"
                : type.isInterface() ? "interface" : type.isEnum() ? "enum" : type.isRecord() ? "record" : "class";
        String supers = Stream.concat(
                        Stream.ofNullable(type.getGenericSuperclass())
                                .filter(of -> of != Object.class && of != Record.class && !type.isEnum()),
                        Arrays.stream(type.getGenericInterfaces()))
                .map(of -> simple(of.getTypeName()))
                .collect(Collectors.joining(", "));
        boolean open = !Modifier.isFinal(type.getModifiers()) && !type.isInterface() && !type.isEnum();
        return (type.isSealed() ? "sealed " : "") + (open ? "open " : "") + kind + " " + type.getSimpleName()
                + (supers.isEmpty() ? "" : " : " + supers);
    }

    private static List<String> members(Class<?> type) {
        List<String> lines = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            if (isShown(field.getModifiers())) {
                lines.add(simple(field.getGenericType().getTypeName()) + " " + field.getName());
            }
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (isShown(constructor.getModifiers())) {
                lines.add("new" + parameters(constructor.toGenericString()));
            }
        }
        for (Method method : type.getDeclaredMethods()) {
            if (isShown(method.getModifiers()) && !method.isSynthetic()) {
                lines.add((Modifier.isStatic(method.getModifiers()) ? "static " : "")
                        + (method.isDefault() ? "default " : "")
                        + simple(method.getGenericReturnType().getTypeName()) + " " + method.getName()
                        + parameters(method.toGenericString()));
            }
        }
        lines.sort(Comparator.naturalOrder());
        return lines;
    }

    private static String parameters(String signature) {
        return simple(signature.substring(signature.indexOf('('))).replace(",", ", ");
    }

    private static String simple(String name) {
        return PACKAGE.matcher(name).replaceAll("").replace('$', '.');
    }
}
