package dev.hybridrouter.core.internal.guard;

import dev.hybridrouter.api.content.Blob;
import dev.hybridrouter.api.content.Content;
import dev.hybridrouter.api.content.Json;
import dev.hybridrouter.api.content.MediaSource;
import dev.hybridrouter.api.content.Message;
import dev.hybridrouter.api.content.ResponseFormat;
import dev.hybridrouter.api.content.Role;
import dev.hybridrouter.api.content.Tool;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.response.ModelResponse;
import dev.hybridrouter.spi.guard.GuardPiece.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Shows the texts of requests and answers to a reader, always in the same order. What does not change stays the same object. */
public final class Texts {
    private static final Set<String> PLAIN = Set.of("txt", "md", "csv", "html");

    private Texts() {}

    /** Every text of a request; options of providers are none. */
    public static RouteRequest ofRequest(RouteRequest request, Reader reader) {
        List<Content> system = ofBlocks(request.system(), Kind.SYSTEM, reader);
        List<Message> messages = ofMessages(request.messages(), reader);
        List<Tool> tools = ofTools(request.tools(), reader);
        ResponseFormat format = ofFormat(request.responseFormat(), reader);
        if (system == request.system()
                && messages == request.messages()
                && tools == request.tools()
                && format == request.responseFormat()) {
            return request;
        }
        RouteRequest.Builder changed = request.toBuilder()
                .clearSystem()
                .clearMessages()
                .messages(messages)
                .tools(tools)
                .responseFormat(format);
        for (Content block : system) {
            if (block instanceof Content.Text text) {
                changed.system(text.text());
            } else if (block instanceof Content.CachePoint point) {
                changed.systemCachePoint(point);
            }
        }
        return changed.build();
    }

    /** Every text of an answer. */
    public static ModelResponse ofAnswer(ModelResponse response, Reader reader) {
        List<Content> content = ofBlocks(response.content(), Kind.ASSISTANT, reader);
        return content == response.content() ? response : response.withContent(content);
    }

    /** Every text of one block of an answer; null if nothing of it may go on. */
    public static @Nullable Content ofBlock(Content block, Reader reader) {
        return ofBlock(block, Kind.ASSISTANT, reader, false);
    }

    private static List<Message> ofMessages(List<Message> messages, Reader reader) {
        List<Message> all = new ArrayList<>(messages.size());
        boolean changed = false;
        for (Message message : messages) {
            Kind kind = message.role() == Role.USER ? Kind.USER : Kind.ASSISTANT;
            List<Content> content = ofBlocks(message.content(), kind, reader);
            boolean same = content == message.content();
            changed |= !same;
            if (same) {
                all.add(message);
            } else if (!content.isEmpty()) {
                all.add(new Message(message.role(), content));
            }
        }
        return changed ? all : messages;
    }

    private static List<Content> ofBlocks(List<Content> blocks, Kind kind, Reader reader) {
        List<Content> all = new ArrayList<>(blocks.size());
        boolean changed = false;
        boolean afterText = false;
        for (Content block : blocks) {
            Content seen = ofBlock(block, kind, reader, afterText);
            afterText = block instanceof Content.Text;
            changed |= seen != block;
            if (seen != null) {
                all.add(seen);
            }
        }
        return changed ? all : blocks;
    }

    private static @Nullable Content ofBlock(Content block, Kind kind, Reader reader, boolean afterText) {
        if (block instanceof Content.Text text) {
            String seen = reader.block(kind, text.text(), afterText);
            if (seen.equals(text.text())) {
                return block;
            }
            return afterText && seen.isEmpty() ? null : new Content.Text(seen); // all of it went into the block before
        } else if (block instanceof Content.Reasoning reasoning) {
            String seen = reader.text(Kind.REASONING, reasoning.text());
            return seen.equals(reasoning.text()) ? block : null; // its signature is bound to its text
        } else if (block instanceof Content.ToolUse use) {
            String seen = reader.text(Kind.TOOL_INPUT, use.input().text());
            return seen.equals(use.input().text())
                    ? block
                    : new Content.ToolUse(use.id(), use.name(), Json.object(seen));
        } else if (block instanceof Content.ToolResult result) {
            List<Content> seen = ofBlocks(result.content(), Kind.TOOL_RESULT, reader);
            return seen == result.content() ? block : new Content.ToolResult(result.toolUseId(), seen, result.status());
        } else if (block instanceof Content.Document document) {
            return ofDocument(document, reader);
        } else if (!(block instanceof Content.CachePoint)) {
            reader.opaque();
        }
        return block;
    }

    private static Content ofDocument(Content.Document document, Reader reader) {
        String name = reader.text(Kind.DOCUMENT, document.name());
        MediaSource source = document.source();
        if (source instanceof MediaSource.Inline inline && PLAIN.contains(document.format())) {
            source = ofPlain(inline, reader);
        } else {
            reader.opaque();
        }
        return name.equals(document.name()) && source == document.source()
                ? document
                : new Content.Document(name, document.format(), source);
    }

    /** Text in UTF-8, or in UTF-16 with its mark; what is neither cannot be read. */
    private static MediaSource ofPlain(MediaSource.Inline inline, Reader reader) {
        byte[] bytes = inline.blob().toByteArray();
        int mark = bytes.length < 2 ? 0 : ((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF);
        boolean marked = mark == 0xFEFF || mark == 0xFFFE;
        Charset charset = marked ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
        String text;
        try {
            text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(); // reports what is malformed
        } catch (CharacterCodingException e) {
            text = "\0";
        }
        if (text.indexOf('\0') >= 0) {
            reader.opaque();
            return inline;
        }
        String seen = reader.text(Kind.DOCUMENT, text);
        return seen.equals(text) ? inline : new MediaSource.Inline(Blob.of(seen.getBytes(charset)));
    }

    private static List<Tool> ofTools(List<Tool> tools, Reader reader) {
        List<Tool> all = new ArrayList<>(tools.size());
        boolean changed = false;
        for (Tool tool : tools) {
            String description = reader.text(Kind.DEFINITION, tool.description());
            String schema = reader.text(Kind.DEFINITION, tool.inputSchema().text());
            boolean same = description.equals(tool.description())
                    && schema.equals(tool.inputSchema().text());
            changed |= !same;
            all.add(same ? tool : new Tool(tool.name(), description, Json.object(schema)));
        }
        return changed ? all : tools;
    }

    private static ResponseFormat ofFormat(ResponseFormat format, Reader reader) {
        if (!(format instanceof ResponseFormat.JsonSchema json)) {
            return format;
        }
        String schema = reader.text(Kind.DEFINITION, json.schema().text());
        return schema.equals(json.schema().text()) ? format : ResponseFormat.json(json.name(), Json.object(schema));
    }
}
