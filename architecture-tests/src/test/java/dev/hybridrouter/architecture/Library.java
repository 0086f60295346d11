package dev.hybridrouter.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the rules are about: the classes and the sources of the published modules, without their tests. */
final class Library {
    static final List<String> MODULES = List.of(
            "routing-api",
            "routing-core",
            "routing-bedrock",
            "routing-guard",
            "routing-jackson",
            "routing-journal",
            "routing-diagnostics",
            "routing-log",
            "routing-test",
            "routing-test-bedrock");

    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.hybridrouter");

    private Library() {}

    static List<Path> sources() {
        return MODULES.stream().flatMap(Library::sources).toList();
    }

    private static Stream<Path> sources(String module) {
        try (Stream<Path> files = Files.walk(root().resolve(module).resolve("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The source of a fixture, which breaks a rule on purpose. */
    static Path fixture(String name) {
        return root().resolve("architecture-tests/src/test/java/dev/hybridrouter/architecture/fixture")
                .resolve(name);
    }

    /** The folder of the project. */
    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("routing-api"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
