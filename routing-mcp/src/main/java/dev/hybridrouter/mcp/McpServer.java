package dev.hybridrouter.mcp;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.target.Handling;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One MCP server and how it is reached: a program that the adapter starts and ends, spoken to over standard input and
 * output, or an address spoken to over Streamable HTTP. Immutable. Its {@code toString} shows neither arguments nor
 * headers, which may hold secrets.
 *
 * <pre>{@code
 * McpServer local = McpServer.stdio("writer", "java", "-jar", "writer.jar").build();
 * McpServer remote = McpServer.http("team", URI.create("https://mcp.example.com/mcp"))
 *         .headers(() -> Map.of("Authorization", "Bearer " + tokens.current()))
 *         .build();
 * }</pre>
 */
public final class McpServer {
    private static final int MAX_IN_FLIGHT = 256;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
    private static final Set<String> OWN_HEADERS = Set.of(
            "accept",
            "content-type",
            "content-length",
            "host",
            "last-event-id",
            "mcp-protocol-version",
            "mcp-session-id");

    private final String name;
    private final @Nullable Program program;
    private final @Nullable URI uri;
    private final Supplier<Map<String, String>> headers;
    private final int maxInFlight;
    private final Duration connectTimeout;
    private final @Nullable Consumer<String> diagnostics;
    private final @Nullable Handling handling;

    private McpServer(Builder builder) {
        name = builder.name;
        uri = builder.uri;
        program = builder.program();
        headers = builder.headers;
        maxInFlight = builder.maxInFlight;
        connectTimeout = builder.connectTimeout;
        diagnostics = builder.diagnostics;
        handling = builder.handling;
    }

    /**
     * Returns a builder of a server that runs as a child process.
     *
     * @param name unique name within the adapter
     * @param command the program and its arguments; no shell reads them
     */
    public static Builder stdio(String name, String... command) {
        List<String> words = Check.notEmpty(Arrays.asList(command), "server.command");
        return new Builder(name, (inherited, environment) -> new OsProgram(words, inherited, environment), null);
    }

    /** Returns a builder of a server that speaks like a child process. */
    static Builder stdio(String name, Program program) {
        return new Builder(name, (inherited, environment) -> program, null);
    }

    /**
     * Returns a builder of a server behind Streamable HTTP.
     *
     * @param name unique name within the adapter
     * @param uri the server's one endpoint, for example {@code https://mcp.example.com/mcp}
     */
    public static Builder http(String name, URI uri) {
        String scheme = String.valueOf(Check.notNull(uri, "server.uri").getScheme());
        if (!Set.of("http", "https").contains(scheme.toLowerCase(Locale.ROOT)) || uri.getHost() == null) {
            throw Check.invalid("server.uri", scheme, "an http or https address with a host");
        }
        return new Builder(name, (inherited, environment) -> null, uri);
    }

    /** Unique name within the adapter. */
    public String name() {
        return name;
    }

    /** Most calls at the server at a time. */
    public int maxInFlight() {
        return maxInFlight;
    }

    /** Longest that starting the server, initialisation and the discovery of its tools may take together. */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /**
     * Returns how the server handles what passes through it; empty if that is not stated, and the target's own handling then
     * stands for both.
     */
    public Optional<Handling> handling() {
        return Optional.ofNullable(handling);
    }

    /** Null for a server that runs as a child process. */
    @Nullable
    URI uri() {
        return uri;
    }

    /** Null for a server behind HTTP. */
    @Nullable
    Program program() {
        return program;
    }

    /** The host's own headers for the next request. */
    Map<String, String> currentHeaders() {
        Map<String, String> current = Check.copy(headers.get(), "server.headers");
        for (String header : current.keySet()) {
            if (OWN_HEADERS.contains(header.toLowerCase(Locale.ROOT))) {
                throw Check.invalid("server.headers", header, "no header that the protocol sets itself");
            }
        }
        return current;
    }

    @Nullable
    Consumer<String> diagnostics() {
        return diagnostics;
    }

    @Override
    public String toString() {
        return "McpServer[" + name + (uri == null ? ", stdio]" : ", http]");
    }

    /** Builds {@link McpServer}. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private final BiFunction<Set<String>, Map<String, String>, @Nullable Program> programs;
        private final @Nullable URI uri;
        private Set<String> inherited = OsProgram.USUALLY_INHERITED;
        private Map<String, String> environment = Map.of();
        private Supplier<Map<String, String>> headers = Map::of;
        private int maxInFlight = MAX_IN_FLIGHT;
        private Duration connectTimeout = CONNECT_TIMEOUT;
        private @Nullable Consumer<String> diagnostics;
        private @Nullable Handling handling;

        private Builder(
                String name,
                BiFunction<Set<String>, Map<String, String>, @Nullable Program> programs,
                @Nullable URI uri) {
            this.name = Check.name(name, "server.name");
            this.programs = programs;
            this.uri = uri;
        }

        private @Nullable Program program() {
            return programs.apply(inherited, environment);
        }

        /**
         * Adds names to the variables that a server that runs as a child process inherits from your application. Without
         * them it sees those only that say where it runs: {@code PATH}, {@code HOME}, {@code USER}, {@code LANG}, {@code
         * TMPDIR}, {@code TZ} and the like, and their counterparts on Windows; no credentials. Name what the server needs
         * beyond them, for example {@code AWS_PROFILE}, or set values with {@link #environment}. Without effect on a server
         * behind HTTP.
         *
         * @param variables names of variables, none of them empty; one that is not set when the server is started is
         *     skipped
         * @throws IllegalArgumentException if a name is blank
         */
        public Builder inheritEnvironment(String... variables) {
            Set<String> names = new HashSet<>(inherited);
            for (String variable : variables) {
                names.add(Check.notBlank(variable, "server.inheritEnvironment"));
            }
            inherited = Set.copyOf(names);
            return this;
        }

        /**
         * Sets variables of the environment of a server that runs as a child process, beyond those that it inherits. Default:
         * none. See {@link #inheritEnvironment} for what it inherits.
         */
        public Builder environment(Map<String, String> values) {
            Map<String, String> copied = Check.copy(values, "server.environment");
            copied.forEach((variable, content) -> {
                if (variable.isEmpty() || variable.indexOf('=') >= 0 || variable.indexOf(0) >= 0) {
                    throw Check.invalid("server.environment", "a name", "names without = and NUL, and not empty");
                }
                if (content.indexOf(0) >= 0) { // which may be a secret
                    throw Check.invalid("server.environment[" + variable + "]", "its value", "no NUL in it");
                }
            });
            environment = copied;
            return this;
        }

        /**
         * Sets what is asked for headers before each HTTP request, such as {@code Authorization}. It must not block, and may
         * be asked on any thread. Without effect on a child process.
         */
        public Builder headers(Supplier<Map<String, String>> value) {
            headers = Check.notNull(value, "server.headers");
            return this;
        }

        /**
         * Sets the most calls at the server at a time, at least 1; 256 unless set. A call beyond is refused by the adapter as
         * {@code THROTTLED}, without being sent.
         */
        public Builder maxInFlight(int value) {
            maxInFlight = Check.atLeast(1, value, "server.maxInFlight");
            return this;
        }

        /** Sets how long start, initialisation and discovery may take together; 30 seconds unless set. */
        public Builder connectTimeout(Duration value) {
            connectTimeout = Check.positive(value, "server.connectTimeout");
            return this;
        }

        /**
         * Sets who hears the lines that a child process writes to standard error, each cut at 4,096 characters. They may quote
         * prompts. Unless set, they are read and dropped, and never logged. Called on a thread of the adapter, so it must not
         * block.
         */
        public Builder diagnostics(Consumer<String> value) {
            diagnostics = Check.notNull(value, "server.diagnostics");
            return this;
        }

        /**
         * Sets how the server handles what passes through it: who operates it, where it runs, what it keeps and shares. Targets
         * behind it are then handled as {@linkplain Handling#alongside both} state. Default: not stated.
         */
        public Builder handling(Handling value) {
            handling = Check.notNull(value, "server.handling");
            return this;
        }

        /** Returns the server. Nothing is started yet. */
        public McpServer build() {
            return new McpServer(this);
        }
    }
}
