package dev.hybridrouter.mcp;

import dev.hybridrouter.api.failure.Billing;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.ProviderFailure;
import dev.hybridrouter.diagnostics.LogEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One message a line, over the standard input and output of a program. Three threads: one starts the program and writes,
 * so that no caller waits for a full pipe; one reads; one reads what the program writes to standard error, so that it
 * never has to wait. A fourth ends the program.
 */
final class StdioLink implements Link {
    private static final Line END = new Line(null, "", () -> false);
    private static final long MOST_WAITING = 64L * 1024 * 1024;
    private static final int LONGEST_DIAGNOSTIC = 4_096;
    private static final long PATIENCE_MILLIS = 5_000;

    private final String name;
    private final Program program;
    private final int maxMessage;
    private final @Nullable Consumer<String> diagnostics;
    private final BlockingQueue<Line> outbox = new LinkedBlockingQueue<>();
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicReference<Program.@Nullable Running> running = new AtomicReference<>();
    private final AtomicBoolean warned = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread writer;
    private final Thread ender;
    private volatile @Nullable Listener listener;

    /** A message that is not written yet, and the request that it is, if it is one. */
    private record Line(@Nullable Object requestId, String text, BooleanSupplier departure) {}

    StdioLink(String name, Program program, int maxMessage, @Nullable Consumer<String> diagnostics) {
        this.name = name;
        this.maxMessage = maxMessage;
        this.program = program;
        this.diagnostics = diagnostics;
        writer = thread("out", this::startAndWrite);
        ender = thread("end", this::end);
    }

    private Thread thread(String role, Runnable work) {
        Thread thread = new Thread(work, "hybridrouter-mcp-" + name + "-" + role);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void open(Listener heard) {
        listener = heard;
        writer.start();
    }

    @Override
    public void send(@Nullable Object requestId, String message, BooleanSupplier departure) {
        outbox.add(new Line(requestId, message, departure));
        if (waiting.addAndGet(message.length()) > MOST_WAITING) {
            lost(ProviderFailure.of(FailureKind.UNAVAILABLE, "the server does not read"));
        }
    }

    @Override
    public boolean withdraw(Object requestId) {
        return outbox.removeIf(line -> {
            boolean found = requestId.equals(line.requestId());
            if (found) {
                waiting.addAndGet(-line.text().length());
            }
            return found;
        });
    }

    @Override
    public void abort(Object requestId) {} // nothing waits on the wire

    @Override
    public void ready(String protocolVersion) {
        Program.Running started = running.get();
        if (started != null) {
            started.settled();
        }
    }

    private void startAndWrite() {
        try {
            if (closed.get()) {
                return;
            }
            Program.Running started = program.start();
            running.set(started);
            if (closed.get()) { // whoever closed may not have waited for the start
                started.input().close();
                started.end();
                return;
            }
            thread("in", () -> read(started)).start();
            thread("err", () -> readErrors(started)).start();
            try (OutputStream input = started.input()) {
                write(input);
            }
        } catch (IOException e) {
            lost(unreachable(e));
        } catch (RuntimeException e) { // such as an environment that the system refuses, which it would quote
            lost(unreachable(null));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ProviderFailure unreachable(@Nullable IOException cause) {
        boolean started = running.get() != null;
        ProviderFailure.Builder failure = ProviderFailure.builder(
                        started ? FailureKind.STREAM_BROKEN : FailureKind.UNAVAILABLE,
                        started ? "the server no longer reads" : "the server's program cannot be started")
                .billing(started ? Billing.POSSIBLE : Billing.NONE);
        if (cause != null) {
            failure.cause(cause);
        }
        return failure.build();
    }

    private void write(OutputStream input) throws IOException, InterruptedException {
        boolean goesOn;
        do {
            goesOn = writeNext(input);
        } while (goesOn);
    }

    /** A method of its own, so that the thread holds nothing of a call while it waits for the next. */
    private boolean writeNext(OutputStream input) throws IOException, InterruptedException {
        Line line = outbox.take();
        if (line.equals(END)) {
            return false;
        }
        waiting.addAndGet(-line.text().length());
        if (line.departure().getAsBoolean()) {
            input.write((line.text() + "\n").getBytes(StandardCharsets.UTF_8));
            input.flush();
        } else {
            drop(line);
        }
        return true;
    }

    private void drop(Line line) {
        Listener heard = listener;
        if (heard != null && line.requestId() != null) {
            heard.ended(line.requestId(), Departure.REFUSED);
        }
    }

    private void read(Program.Running started) {
        try (BoundedLines lines =
                new BoundedLines(started.output(), maxMessage, Math.max(Limits.SKIPPED, maxMessage))) {
            for (BoundedLines.Line line = lines.next(); line != null; line = lines.next()) {
                received(line);
            }
            lost(ProviderFailure.of(FailureKind.STREAM_BROKEN, "the server ended"));
        } catch (IOException e) {
            lost(ProviderFailure.builder(FailureKind.STREAM_BROKEN, "the connection to the server broke")
                    .cause(e)
                    .build());
        }
    }

    private void received(BoundedLines.Line line) {
        Listener heard = listener;
        if (heard == null) {
            return;
        }
        if (line.isWhole()) {
            Frames.deliver(line.bytes(), heard);
        } else if (line.id() != null) {
            heard.ended(line.id(), HttpFailures.tooLong(maxMessage));
        }
    }

    private void readErrors(Program.Running started) {
        try (BoundedLines lines = new BoundedLines(started.errors(), LONGEST_DIAGNOSTIC, Long.MAX_VALUE)) {
            for (BoundedLines.Line line = lines.next(); line != null; line = lines.next()) {
                tellHost(new String(line.bytes(), StandardCharsets.UTF_8).strip());
            }
        } catch (IOException e) {
            // The program has ended, which its output tells too.
        }
    }

    private void tellHost(String line) {
        try {
            if (diagnostics != null) {
                diagnostics.accept(line);
            }
        } catch (RuntimeException e) { // which must not close the pipe: the server would break on its next line
            if (warned.compareAndSet(false, true)) {
                LogEvent.MCP_DIAGNOSTICS_FAILED
                        .line()
                        .with("server", name)
                        .with("cause", e.getClass().getName())
                        .log();
            }
        }
    }

    private void lost(ProviderFailure why) {
        Listener heard = listener;
        if (heard != null) {
            heard.lost(why);
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            outbox.add(END);
            ender.start();
        }
    }

    private void end() {
        try {
            Program.Running started = running.get();
            if (started == null) {
                writer.join(PATIENCE_MILLIS); // it may just be starting
                started = running.get();
            }
            if (started != null) {
                started.end();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean hasEnded() {
        return closed.get() && !ender.isAlive();
    }

    @Override
    public void awaitEnd() {
        try {
            ender.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
