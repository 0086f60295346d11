package dev.hybridrouter.mcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The fake server as a program, without a process. */
final class FakeProgram implements Program {
    final AtomicInteger starts = new AtomicInteger();
    private final FakeServer server;
    private final AtomicReference<@Nullable Pipes> current = new AtomicReference<>();

    FakeProgram(FakeServer server) {
        this.server = server;
    }

    @Override
    public Running start() throws IOException {
        starts.incrementAndGet();
        Pipes pipes = new Pipes();
        current.set(pipes);
        Thread reader = new Thread(() -> serve(pipes), "fake-mcp-program");
        reader.setDaemon(true);
        reader.start();
        return pipes;
    }

    private void serve(Pipes pipes) {
        try (BoundedLines lines =
                new BoundedLines(Channels.newInputStream(pipes.in.source()), Limits.MESSAGE, Limits.SKIPPED)) {
            for (BoundedLines.Line line = lines.next(); line != null; line = lines.next()) {
                server.receive(new String(line.bytes(), StandardCharsets.UTF_8), pipes);
            }
        } catch (IOException e) {
            // it was ended
        }
        pipes.exit();
    }

    /** Writes a line that belongs to no request. */
    void write(String line) {
        Pipes pipes = current.get();
        if (pipes != null) {
            pipes.raw(line);
        }
    }

    /** A run of it. */
    private final class Pipes implements Running, FakeServer.Out {
        private final Pipe in = Pipe.open();
        private final Pipe out = Pipe.open();
        private final Pipe err = Pipe.open();

        Pipes() throws IOException {}

        @Override
        public OutputStream input() {
            return Channels.newOutputStream(in.sink());
        }

        @Override
        public InputStream output() {
            return Channels.newInputStream(out.source());
        }

        @Override
        public InputStream errors() {
            return Channels.newInputStream(err.source());
        }

        @Override
        public void settled() {}

        @Override
        public void end() {
            exit();
        }

        void exit() {
            server.gone();
            try {
                out.sink().close();
                err.sink().close();
                in.source().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void raw(String text) {
            try {
                OutputStream sink = Channels.newOutputStream(out.sink());
                sink.write((text + "\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void finish() {} // a pipe is for all requests

        @Override
        public void endOfPipe() {
            exit();
        }

        @Override
        public void reset() {
            exit();
        }
    }
}
