package dev.hybridrouter.test.bedrock;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads model, operation and body from an HTTP request. */
final class RequestReader {
    private static final Pattern PATH = Pattern.compile("/model/([^/?]+)/([^/?]+)");
    private static final Pattern GUARDRAIL_PATH = Pattern.compile("/guardrail/([^/?]+)/version/([^/?]+)/apply");
    private static final Pattern PROFILE = Pattern.compile("/inference-profiles/([^/?]+)");

    private final InstantSource clock;
    private final String endpointRegion;

    RequestReader(InstantSource clock, String endpointRegion) {
        this.clock = clock;
        this.endpointRegion = endpointRegion;
    }

    /** Reads a request; empty when its path names no operation. */
    Optional<RecordedRequest> read(FullHttpRequest request, WireProtocol protocol) {
        String target = withoutQuery(request.uri());
        Matcher profile = PROFILE.matcher(target);
        if (request.method().equals(HttpMethod.GET) && profile.matches()) {
            return Optional.of(record(profile.group(1), Operation.GET_INFERENCE_PROFILE, request, protocol));
        }
        if (request.method().equals(HttpMethod.GET) && target.equals("/data-retention")) {
            return Optional.of(record("", Operation.GET_ACCOUNT_DATA_RETENTION, request, protocol));
        }
        if (!request.method().equals(HttpMethod.POST)) {
            return Optional.empty();
        }
        Matcher guardrail = GUARDRAIL_PATH.matcher(target);
        if (guardrail.matches()) {
            String name = guardrail.group(1) + ':' + guardrail.group(2);
            return Optional.of(record(name, Operation.APPLY_GUARDRAIL, request, protocol));
        }
        Matcher path = PATH.matcher(target);
        if (!path.matches()) {
            return Optional.empty();
        }
        for (Operation operation : Operation.values()) {
            if (operation.pathSuffix().equals(path.group(2))) {
                return Optional.of(record(path.group(1), operation, request, protocol));
            }
        }
        return Optional.empty();
    }

    static WirePlan unknownOperation() {
        Fault fault = Fault.error(
                404,
                "UnknownOperationException",
                "The emulator serves Converse, ConverseStream, CountTokens, ApplyGuardrail, InvokeModel, GetInferenceProfile and"
                        + " GetAccountDataRetention.");
        return fault.plan(Operation.CONVERSE, Reply.of());
    }

    private RecordedRequest record(
            String segment, Operation operation, FullHttpRequest request, WireProtocol protocol) {
        // A plus sign stands for itself in a path.
        String modelId = QueryStringDecoder.decodeComponent(segment.replace("+", "%2B"));
        String body = request.content().toString(StandardCharsets.UTF_8);
        Arrival arrival = new Arrival(region(request), protocol, clock.instant());
        return new RecordedRequest(modelId, operation, body, headers(request), arrival);
    }

    private String region(FullHttpRequest request) {
        String authorization = request.headers().get(HttpHeaderNames.AUTHORIZATION, "");
        return endpointRegion.isEmpty() ? SigningScope.region(authorization) : endpointRegion;
    }

    /** Returns the path of a request target, without its query and slashes at its end. */
    private static String withoutQuery(String target) {
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    private static Map<String, List<String>> headers(FullHttpRequest request) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        request.headers().forEach(header -> headers.computeIfAbsent(
                        header.getKey().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                .add(header.getValue()));
        return headers;
    }
}
