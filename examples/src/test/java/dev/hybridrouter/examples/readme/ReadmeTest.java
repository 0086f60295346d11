package dev.hybridrouter.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first example of the README compiles as it stands. */
class ReadmeTest {
    private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    @Test
    void firstExample_compilesAsItStands(@TempDir Path classes) throws IOException {
        Matcher blocks = JAVA.matcher(Files.readString(readme()));
        assertThat(blocks.find()).isTrue();

        assertThat(compile(blocks.group(1), classes)).isEmpty();
        assertThat(classes.resolve("FirstCall.class")).exists();
    }

    /** What the compiler has to say; empty if it has nothing to say. */
    private static String compile(String source, Path classes) {
        StringWriter said = new StringWriter();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        SimpleJavaFileObject file = new SimpleJavaFileObject(URI.create("string:///FirstCall.java"), Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        List<String> options = List.of(
                "--release",
                "17",
                "-proc:none",
                "-d",
                classes.toString(),
                "-classpath",
                System.getProperty("java.class.path"));
        compiler.getTask(
                        said,
                        compiler.getStandardFileManager(null, Locale.ROOT, null),
                        null,
                        options,
                        null,
                        List.of(file))
                .call();
        return said.toString();
    }

    private static Path readme() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("routing-api"))) {
            folder = folder.getParent();
        }
        return folder.resolve("README.md");
    }
}
