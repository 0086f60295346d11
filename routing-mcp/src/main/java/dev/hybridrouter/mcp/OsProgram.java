package dev.hybridrouter.mcp;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A program of the operating system.
 *
 * @param command the program and its arguments
 * @param inherited names of the host's variables that the program sees, where they are set
 * @param environment what is added to them
 */
record OsProgram(List<String> command, Set<String> inherited, Map<String, String> environment) implements Program {
    /** What a program needs to find itself, its user's files, its language and its time; none of it is a secret. */
    static final Set<String> USUALLY_INHERITED = Set.of(
            // On all but Windows.
            "HOME",
            "LANG",
            "LC_ALL",
            "LC_CTYPE",
            "LOGNAME",
            "PATH",
            "SHELL",
            "TERM",
            "TMPDIR",
            "TZ",
            "USER",
            // On Windows.
            "APPDATA",
            "COMSPEC",
            "HOMEDRIVE",
            "HOMEPATH",
            "LOCALAPPDATA",
            "NUMBER_OF_PROCESSORS",
            "PATHEXT",
            "PROCESSOR_ARCHITECTURE",
            "PROGRAMFILES",
            "SYSTEMDRIVE",
            "SYSTEMROOT",
            "TEMP",
            "TMP",
            "USERNAME",
            "USERPROFILE");

    private static final boolean WINDOWS = File.separatorChar == '\\'; // where names of variables have no case
    private static final long AFTER_END_OF_INPUT_MILLIS = 500;
    private static final long AFTER_TERMINATION_MILLIS = 1_500;

    @Override
    public Running start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(variable -> !inherits(variable));
        builder.environment().putAll(environment);
        return new Tree(builder.start());
    }

    private boolean inherits(String variable) {
        return inherited.contains(variable) || (WINDOWS && inherited.contains(variable.toUpperCase(Locale.ROOT)));
    }

    @Override
    public String toString() {
        return "OsProgram";
    }

    /** A process and its children, such as the server that a launcher starts. */
    private static final class Tree implements Running {
        private final Process process;
        // Children of a process that was killed belong to nobody, so they are noted while it lives.
        private final Set<ProcessHandle> children = ConcurrentHashMap.newKeySet();

        Tree(Process process) {
            this.process = process;
        }

        @Override
        public OutputStream input() {
            return process.getOutputStream();
        }

        @Override
        public InputStream output() {
            return process.getInputStream();
        }

        @Override
        public InputStream errors() {
            return process.getErrorStream();
        }

        @Override
        public void settled() {
            children.addAll(process.descendants().collect(Collectors.toSet()));
        }

        @Override
        public void end() throws InterruptedException {
            settled();
            if (!process.waitFor(AFTER_END_OF_INPUT_MILLIS, TimeUnit.MILLISECONDS) || anyChild()) {
                settled();
                process.destroy();
                children.forEach(ProcessHandle::destroy);
                if (!process.waitFor(AFTER_TERMINATION_MILLIS, TimeUnit.MILLISECONDS) || anyChild()) {
                    process.destroyForcibly();
                    children.forEach(ProcessHandle::destroyForcibly);
                }
            }
        }

        private boolean anyChild() {
            return children.stream().anyMatch(ProcessHandle::isAlive);
        }
    }
}
