package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Delta;
import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.content.MediaSource;
import dev.hybridrouter.api.response.StopReason;
import dev.hybridrouter.api.response.TokenUsage;
import dev.hybridrouter.spi.ProviderEvent;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDelta;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDeltaEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockStartEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockStopEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamMetadataEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamTrace;
import software.amazon.awssdk.services.bedrockruntime.model.ImageSource;
import software.amazon.awssdk.services.bedrockruntime.model.MessageStopEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ReasoningContentBlockDelta;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseBlockStart;

/**
 * Reads the events of one ConverseStream answer. What follows the stop message is no part of it, other than the metadata with
 * the usage. Tool input, signatures, redacted reasoning and images are gathered until
 * their block ends, so that none is handed on in part.
 * Not thread-safe: the SDK delivers events one after the other.
 */
final class StreamReader implements ConverseStreamResponseHandler.Visitor {
    /** What a block takes beside its content. */
    private static final int BLOCK = 128;

    private final Consumer<ProviderEvent> out;
    private final AnswerLimit.Meter meter;
    private final SortedMap<Integer, OpenTool> tools = new TreeMap<>();
    /** Tool uses that ended without input: what follows says whether the model was done with them, or was cut. */
    private final SortedMap<Integer, OpenTool> blank = new TreeMap<>();

    private final Set<Integer> unmapped = new HashSet<>();
    private final Map<Integer, StringBuilder> signatures = new HashMap<>();
    private final Map<Integer, ByteArrayOutputStream> redacted = new HashMap<>();
    private final Map<Integer, OpenImage> images = new HashMap<>();
    private final BedrockMetadata.Builder metadata = new BedrockMetadata.Builder();
    private TokenUsage usage = TokenUsage.unknown();
    private boolean metadataSeen;
    private volatile @Nullable StopReason stopReason;
    private boolean usesTools;
    private boolean malformedTool;

    /** Creates a reader that passes pieces of an answer within this limit to {@code out}. */
    StreamReader(Consumer<ProviderEvent> out, AnswerLimit limit) {
        this.out = out;
        this.meter = limit.new Meter();
    }

    void requestId(String value) {
        metadata.requestId(value);
    }

    /** Whether the service has said that the answer is whole; its metadata may follow. */
    boolean isStopped() {
        return stopReason != null;
    }

    /** Whether the service has said all it will say. */
    boolean isWhole() {
        return stopReason != null && metadataSeen;
    }

    /** The end of the answer; null as long as the service has not said that it is whole. */
    ProviderEvent.@Nullable Finished finished() {
        StopReason reason = stopReason;
        return reason == null ? null : new ProviderEvent.Finished(reason, usage, metadata.build());
    }

    @Override
    public void visitContentBlockStart(ContentBlockStartEvent event) {
        if (isStopped()) {
            return;
        }
        complete(blank);
        if (event.start() == null) {
            return;
        }
        meter.take(BLOCK);
        switch (event.start().type()) {
            case TOOL_USE -> {
                toolUse(event.contentBlockIndex(), event.start().toolUse());
            }
            case IMAGE ->
                images.put(
                        event.contentBlockIndex(),
                        new OpenImage(event.start().image().formatAsString()));
            default -> unmapped(event.contentBlockIndex());
        }
    }

    private void toolUse(int block, ToolUseBlockStart tool) {
        if (BlockReader.isForCaller(tool.type())) {
            tools.put(block, new OpenTool(tool.toolUseId(), tool.name()));
            piece(new Delta.ToolUseStarted(block, tool.toolUseId(), tool.name()));
        } else {
            unmapped(block);
        }
    }

    private void unmapped(int block) {
        unmapped.add(block);
        metadata.unmappedBlock();
    }

    @Override
    public void visitContentBlockDelta(ContentBlockDeltaEvent event) {
        ContentBlockDelta delta = event.delta();
        if (delta == null || isStopped()) {
            return;
        }
        complete(blank);
        int block = event.contentBlockIndex();
        switch (delta.type()) {
            case TEXT -> {
                meter.take(BlockReader.orEmpty(delta.text()).length());
                piece(new Delta.TextDelta(block, delta.text()));
            }
            case TOOL_USE ->
                toolInput(block, BlockReader.orEmpty(delta.toolUse().input()));
            case REASONING_CONTENT -> reasoning(block, delta.reasoningContent());
            case IMAGE -> image(block, delta.image().source());
            default -> {
                // Citations and the like: the text they belong to comes in deltas of its own.
            }
        }
    }

    private void toolInput(int block, String fragment) {
        if (unmapped.contains(block)) {
            return;
        }
        OpenTool tool = tools.get(block);
        if (tool == null) {
            throw new IllegalArgumentException("tool input for a block that is no tool use");
        }
        meter.take(fragment.length());
        tool.input().add(fragment);
        piece(new Delta.ToolInputDelta(block, fragment));
    }

    private void reasoning(int block, ReasoningContentBlockDelta delta) {
        if (delta.text() != null) {
            meter.take(delta.text().length());
            piece(new Delta.ReasoningDelta(block, delta.text()));
        } else if (delta.signature() != null) {
            meter.take(delta.signature().length());
            signatures.computeIfAbsent(block, number -> new StringBuilder()).append(delta.signature());
        } else if (delta.redactedContent() != null) {
            byte[] bytes = delta.redactedContent().asByteArrayUnsafe();
            meter.take(bytes.length);
            redacted.computeIfAbsent(block, number -> new ByteArrayOutputStream())
                    .writeBytes(bytes);
        }
    }

    private void image(int block, @Nullable ImageSource source) {
        OpenImage image = images.get(block);
        if (image != null && source != null && source.bytes() != null) {
            byte[] bytes = source.bytes().asByteArrayUnsafe();
            meter.take(bytes.length);
            image.bytes().writeBytes(bytes);
        }
    }

    @Override
    public void visitContentBlockStop(ContentBlockStopEvent event) {
        if (isStopped()) {
            return;
        }
        int block = event.contentBlockIndex();
        OpenTool tool = tools.remove(block);
        if (tool != null && tool.input().isBlank()) {
            blank.put(block, tool);
        } else if (tool != null) {
            completeTool(block, tool);
        }
        completeReasoning(block);
        OpenImage image = images.remove(block);
        if (image != null) {
            completeImage(block, image);
        }
    }

    private void completeReasoning(int block) {
        StringBuilder signature = signatures.remove(block);
        if (signature != null) {
            piece(new Delta.ReasoningSignature(block, signature.toString()));
        }
        ByteArrayOutputStream bytes = redacted.remove(block);
        Content reasoning = bytes == null ? null : BlockReader.redacted(bytes.toByteArray());
        if (reasoning != null) {
            piece(new Delta.BlockCompleted(block, reasoning));
        }
    }

    private void completeImage(int block, OpenImage image) {
        if (image.bytes().size() == 0) {
            metadata.unmappedBlock(); // the service says here that it could not make the image
        } else {
            MediaSource source = MediaSource.bytes(image.bytes().toByteArray());
            piece(new Delta.BlockCompleted(block, new Content.Image(image.format(), source)));
        }
    }

    private void completeTool(int block, OpenTool tool) {
        Json input = tool.input().read();
        if (input == null) {
            malformedTool = true; // a fault unless the answer was cut, which the stop message will say
        } else {
            usesTools = true;
            piece(new Delta.BlockCompleted(block, new Content.ToolUse(tool.id(), tool.name(), input)));
        }
    }

    private void complete(SortedMap<Integer, OpenTool> open) {
        open.forEach(this::completeTool);
        open.clear();
    }

    @Override
    public void visitMessageStop(MessageStopEvent event) {
        if (isStopped()) {
            return;
        }
        StopReason reason = StopReasons.of(event.stopReasonAsString());
        if (StopReasons.isWhole(reason)) {
            complete(blank);
            if (malformedTool || !tools.isEmpty()) {
                throw StopReasons.cutToolUse();
            }
        }
        metadata.additionalFields(ResponseMapper.additionalFields(event.additionalModelResponseFields()));
        stopReason = StopReasons.following(reason, usesTools);
    }

    @Override
    public void visitMetadata(ConverseStreamMetadataEvent event) {
        if (isWhole()) {
            return;
        }
        metadataSeen = true;
        usage = UsageMapper.toUsage(event.usage());
        metadata.serviceTier(ResponseMapper.tier(event.serviceTier()))
                .latencyMode(ResponseMapper.latencyMode(event.performanceConfig()));
        if (event.metrics() != null) {
            metadata.latencyMillis(event.metrics().latencyMs());
        }
        ConverseStreamTrace trace = event.trace();
        if (trace != null) {
            metadata.guardrailTrace(trace.guardrail());
            if (trace.promptRouter() != null) {
                metadata.invokedModel(trace.promptRouter().invokedModelId());
            }
        }
    }

    private void piece(Delta delta) {
        out.accept(new ProviderEvent.Piece(delta));
    }

    /** A tool use whose input is still arriving. */
    private record OpenTool(String id, String name, ToolInput input) {
        OpenTool(String id, String name) {
            this(id, name, new ToolInput());
        }
    }

    /** An image that is still arriving. */
    private record OpenImage(String format, ByteArrayOutputStream bytes) {
        OpenImage(String format) {
            this(format, new ByteArrayOutputStream());
        }
    }
}
