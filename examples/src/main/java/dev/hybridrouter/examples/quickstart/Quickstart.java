package dev.hybridrouter.examples.quickstart;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.content.Message;
import dev.hybridrouter.api.content.Tool;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.core.HybridRouterBuilder;
import java.io.PrintStream;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;

/**
 * Routes a handful of requests over two regions and two models, and prints what was decided. Without arguments it talks
 * to an emulator that it starts itself; with {@code --aws} to Bedrock, through the default credentials chain.
 */
public final class Quickstart {
    private static final List<String> REGIONS = List.of("eu-central-1", "eu-west-1");
    private static final Tool WEATHER = new Tool(
            "weather",
            "Tells the weather of a city.",
            Json.object(
                    "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},\"required\":[\"city\"]}"));

    private final Backend backend;
    private final HybridRouter router;
    private final PrintStream out;

    private Quickstart(Backend backend, HybridRouter router, PrintStream out) {
        this.backend = backend;
        this.router = router;
        this.out = out;
    }

    /** Runs the example on the terminal. */
    public static void main(String[] args) {
        try (Backend backend =
                List.of(args).contains("--aws") ? new RealBedrock(REGIONS) : new EmulatedBedrock(REGIONS)) {
            run(backend, System.out);
        }
    }

    static void run(Backend backend, PrintStream out) {
        Summary summary = new Summary();
        try (HybridRouter router = router(backend, summary)) {
            Quickstart quickstart = new Quickstart(backend, router, out);
            quickstart.calm();
            quickstart.stormy();
            out.println();
            out.println(summary);
        }
    }

    private static HybridRouter router(Backend backend, Summary summary) {
        HybridRouterBuilder builder =
                HybridRouterBuilder.create().adapter(backend.adapter()).listener(summary);
        String provider = backend.adapter().id();
        for (String region : REGIONS) {
            builder.target(target("claude", provider, Backend.CLAUDE, region, TokenPrice.perMillion("3", "15")));
        }
        for (String region : REGIONS) {
            builder.target(target("nova", provider, Backend.NOVA, region, TokenPrice.perMillion("0.06", "0.24")));
        }
        return builder.build();
    }

    private static Target target(String name, String provider, String model, String region, TokenPrice price) {
        return Target.builder(name + "-" + region, provider, model)
                .region(region)
                .capabilities(EnumSet.of(Capability.STREAMING, Capability.SYSTEM_TEXT, Capability.TOOLS))
                .price(price)
                .build();
    }

    private void calm() {
        title("A plain request");
        show(router.route(RouteRequest.of("What is a router? Answer in one sentence.")));

        title("A stream");
        Terminal terminal = new Terminal(out);
        router.stream(RouteRequest.of("Tell me a very short story about a router."))
                .subscribe(terminal);
        out.print(terminal.awaitResult().decision().describe());

        title("A tool round trip");
        RouteRequest question = RouteRequest.builder()
                .user("What is the weather in Paris?")
                .tools(List.of(WEATHER))
                .build();
        RouteResult asked = router.route(question);
        show(asked);
        if (asked instanceof RouteResult.Answered answered) {
            answered.response().toolUses().forEach(use -> show(router.route(withResult(question, answered, use))));
        }
    }

    private static RouteRequest withResult(RouteRequest question, RouteResult.Answered answered, Content.ToolUse use) {
        return question.toBuilder()
                .message(Message.assistant(answered.response().content()))
                .message(Message.user(Content.ToolResult.text(use.id(), "18 degrees, light rain")))
                .build();
    }

    private void stormy() {
        title("A region is down");
        if (arranged(backend.takeDown("eu-central-1"))) {
            show(router.route(RouteRequest.of("What is an outage?")));
        }
        backend.restore();

        title("The first target is throttled");
        if (arranged(backend.throttle("eu-central-1"))) {
            show(router.route(RouteRequest.of("What is a fallback?")));
        }
        backend.restore();

        title("The deadline is too short");
        backend.slowDown();
        show(router.route(RouteRequest.builder()
                .user("What is a deadline?")
                .context(RequestContext.builder()
                        .operation(OperationType.EMERGENCY)
                        .deadline(Duration.ofMillis(backend.tooShortMillis()))
                        .build())
                .build()));
    }

    private boolean arranged(boolean possible) {
        if (!possible) {
            out.println("  only the emulator can be made to do this");
        }
        return possible;
    }

    private void title(String text) {
        out.println();
        out.println("== " + text);
    }

    private void show(RouteResult result) {
        String ending = result.fold(
                answered -> answered.response().toolUses().isEmpty()
                        ? answered.text()
                        : "it asks for " + answered.response().toolUses(),
                rejected -> "rejected: " + rejected.reasons(),
                failed -> "failed: " + failed.failure());
        out.println("  " + ending);
        out.print(result.decision().describe());
    }
}
