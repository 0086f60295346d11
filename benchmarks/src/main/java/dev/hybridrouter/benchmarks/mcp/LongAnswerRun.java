package dev.hybridrouter.benchmarks.mcp;

import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Path;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.mcp.McpAdapter;
import dev.hybridrouter.mcp.McpServer;
import dev.hybridrouter.mcp.McpTool;
import dev.hybridrouter.spi.ProviderCall;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/** How long does an answer of 15 MB take that comes as one event of a stream, beside the same answer as one JSON body? */
public final class LongAnswerRun {
    private static final int CHARACTERS = 15_000_000;
    private static final int ROUNDS = 15;
    private static final int WARM_UP = 5;
    private static final double MILLI = 1e6;

    private LongAnswerRun() {}

    /** Prints the medians of both forms and their ratio. */
    public static void main(String[] args) throws IOException {
        try (LongAnswerServer server = new LongAnswerServer(CHARACTERS);
                McpAdapter mcp = McpAdapter.builder()
                        .server(McpServer.http("long", server.address()).build())
                        .tool(
                                "long-answer",
                                McpTool.builder("long", LongAnswerServer.TOOL).build())
                        .build()) {
            mcp.start().join();
            double[] json = new double[ROUNDS];
            double[] event = new double[ROUNDS];
            for (int i = -WARM_UP; i < ROUNDS; i++) {
                double asJson = time(mcp, server, false);
                double asEvent = time(mcp, server, true);
                if (i >= 0) {
                    json[i] = asJson;
                    event[i] = asEvent;
                }
            }
            print(median(json), median(event), System.out);
        }
    }

    private static double time(McpAdapter mcp, LongAnswerServer server, boolean asEvent) {
        server.asEvent(asEvent);
        ProviderCall call = ProviderCall.builder(
                        RouteRequest.of("long"),
                        Target.builder("long", mcp.id(), "long-answer")
                                .path(Path.MCP)
                                .build(),
                        Duration.ofMinutes(2))
                .build();
        long start = System.nanoTime();
        int length = mcp.call(call).join().text().length();
        double took = (System.nanoTime() - start) / MILLI;
        if (length != CHARACTERS) {
            throw new IllegalStateException("the answer is not whole: " + length + " characters");
        }
        return took;
    }

    private static double median(double[] times) {
        Arrays.sort(times);
        return times[times.length / 2];
    }

    private static void print(double json, double event, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "JSON body %.0f ms, event %.0f ms, ratio %.2f (medians of %d)%n",
                json,
                event,
                event / json,
                ROUNDS);
    }
}
