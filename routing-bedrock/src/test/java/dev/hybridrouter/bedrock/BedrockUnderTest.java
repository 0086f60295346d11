package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.target.Capability;
import dev.hybridrouter.api.target.Target;
import dev.hybridrouter.spi.ProviderAdapter;
import dev.hybridrouter.test.ExpectedAnswer;
import dev.hybridrouter.test.Mode;
import dev.hybridrouter.test.ProviderUnderTest;
import dev.hybridrouter.test.Situation;
import dev.hybridrouter.test.bedrock.BedrockEmulator;
import dev.hybridrouter.test.bedrock.EmulatedAnswer;
import dev.hybridrouter.test.bedrock.Fault;
import dev.hybridrouter.test.bedrock.Reply;
import dev.hybridrouter.test.bedrock.ReplyContent;
import dev.hybridrouter.test.bedrock.ReplyUsage;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The adapter over the real SDK, with the emulator as its backend. */
final class BedrockUnderTest implements ProviderUnderTest {
    private static final String MODEL = "model-a";

    private final BedrockEmulator emulator = BedrockEmulator.start();
    private final LogTap log = LogTap.open();
    private final BedrockAdapter adapter = Adapters.sharing(emulator);

    @Override
    public ProviderAdapter adapter() {
        return adapter;
    }

    @Override
    public Target target() {
        return Target.builder("frankfurt", adapter.id(), MODEL)
                .region(Adapters.REGION)
                .capabilities(EnumSet.allOf(Capability.class))
                .build();
    }

    @Override
    public Support arrange(Situation situation, Mode mode) {
        EmulatedAnswer answer = answer(situation);
        if (answer == null) {
            return Support.NOT_APPLICABLE;
        }
        emulator.on(MODEL).reply(answer);
        return Support.ARRANGED;
    }

    private static @Nullable EmulatedAnswer answer(Situation situation) {
        return switch (situation) {
            case PLAIN_ANSWER -> text();
            case CACHED_USAGE ->
                text().usage(ReplyUsage.of(ExpectedAnswer.INPUT_TOKENS, ExpectedAnswer.OUTPUT_TOKENS)
                        .cacheRead(ExpectedAnswer.CACHE_READ_TOKENS)
                        .cacheWrite("5m", ExpectedAnswer.CACHE_WRITE_TOKENS));
            case USAGE_MISSING -> Fault.withoutMetadata().spoiling(text());
            case TOOL_USE ->
                Reply.toolUse(ExpectedAnswer.TOOL_USE_ID, ExpectedAnswer.TOOL_NAME, ExpectedAnswer.TOOL_INPUT);
            case REASONING ->
                Reply.of(
                        new ReplyContent.Reasoning(ExpectedAnswer.REASONING, ExpectedAnswer.REASONING_SIGNATURE),
                        new ReplyContent.Text(ExpectedAnswer.TEXT));
            case EMPTY_ANSWER -> Fault.emptyAnswer();
            case UNKNOWN_STOP_REASON -> text().stopReason(ExpectedAnswer.STOP_REASON);
            case SLOW_DRIP -> gapped();
            case HANG -> Fault.hang();
            case HANG_MID_STREAM -> Fault.stallAfter(1).spoiling(text());
            default -> fault(situation);
        };
    }

    private static @Nullable EmulatedAnswer fault(Situation situation) {
        return switch (situation) {
            case THROTTLED ->
                Fault.error(429, "ThrottlingException", says("slow down"))
                        .header("retry-after", Long.toString(ExpectedAnswer.RETRY_AFTER.toSeconds()));
            case TIMEOUT_AT_PROVIDER -> Fault.error(408, "ModelTimeoutException", says("took too long"));
            case SERVER_ERROR -> Fault.error(500, "InternalServerException", says("broke"));
            case UNAVAILABLE -> Fault.error(503, "ServiceUnavailableException", says("is full"));
            case AUTH -> Fault.error(403, "AccessDeniedException", says("may not"));
            case MODEL_NOT_FOUND -> Fault.error(404, "ResourceNotFoundException", says("no model"));
            case INVALID_REQUEST -> Fault.validation(says("messages: roles must alternate"));
            case CONTEXT_TOO_LONG -> Fault.validation(says("Input is too long for requested model."));
            case QUOTA_EXCEEDED -> Fault.error(400, "ServiceQuotaExceededException", says("quota"));
            case MALFORMED_RESPONSE -> Fault.malformedJson().spoiling(text());
            case RESET_BEFORE_ANSWER -> Fault.resetBeforeHeaders();
            case RESET_MID_STREAM -> Fault.resetAfter(1).spoiling(gapped());
            case TRUNCATED_STREAM -> Fault.endAfter(1).spoiling(text());
            case NO_STOP_MESSAGE -> Fault.withoutMessageStop().spoiling(text());
            case CORRUPT_FRAME -> Fault.corruptFrameAfter(1).spoiling(gapped());
            case THROTTLED_MID_STREAM ->
                Fault.inStream("throttlingException", 1).spoiling(text());
            case ERROR_MID_STREAM ->
                Fault.inStream("internalServerException", 1).spoiling(text());
            default -> null;
        };
    }

    /** Three words make three pieces. */
    private static Reply text() {
        return Reply.text(ExpectedAnswer.TEXT)
                .chunkSize(1)
                .usage(ExpectedAnswer.INPUT_TOKENS, ExpectedAnswer.OUTPUT_TOKENS);
    }

    private static Reply gapped() {
        return text().chunkGap(Duration.ofMillis(50));
    }

    private static String says(String what) {
        return what + " at \"" + ExpectedAnswer.CANARY + "\"";
    }

    @Override
    public int backendCalls() {
        return (int) emulator.requestCount();
    }

    @Override
    public int cancelledCalls() {
        return (int) emulator.cancelledStreams();
    }

    @Override
    public int openCalls() {
        return emulator.inFlight();
    }

    @Override
    public List<String> logLines() {
        return log.lines();
    }

    @Override
    public void close() {
        log.close();
        emulator.close();
    }
}
