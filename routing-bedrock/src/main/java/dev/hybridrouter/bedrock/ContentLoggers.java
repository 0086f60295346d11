package dev.hybridrouter.bedrock;

import dev.hybridrouter.diagnostics.LogEvent;
import dev.hybridrouter.diagnostics.Loggers;
import java.util.List;

/**
 * The loggers of the AWS SDK and of Netty that print prompts, answers, or session tokens at DEBUG. Neither library lets one
 * client go without them; only the configuration of logging does. So the adapter warns where one of them is on.
 */
final class ContentLoggers {
    /** Their names: requests and error texts, the same in retries, events of a stream, what is signed, what is sent and received. */
    static final List<String> NAMES = List.of(
            "software.amazon.awssdk.request",
            "software.amazon.awssdk.retries",
            "software.amazon.awssdk.awscore.eventstream",
            "software.amazon.awssdk.http.auth.aws.internal.signer",
            "io.netty.handler.codec.http2.Http2FrameLogger",
            "io.netty.handler.logging.LoggingHandler");

    private ContentLoggers() {}

    /** Warns if one of them prints. */
    static void warn(String adapter) {
        List<String> on = NAMES.stream().filter(Loggers::isAtDebug).toList();
        if (!on.isEmpty()) {
            LogEvent.CONTENT_LOGGED
                    .line()
                    .with("loggers", on)
                    .with("adapter", adapter)
                    .log();
        }
    }
}
