package dev.hybridrouter.bedrock;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    private static final Logger LOG = LoggerFactory.getLogger(ContentLoggers.class);

    private ContentLoggers() {}

    /** Warns if one of them prints. */
    static void warn(String adapter) {
        List<String> on = NAMES.stream()
                .filter(name -> LoggerFactory.getLogger(name).isDebugEnabled())
                .toList();
        if (!on.isEmpty()) {
            LOG.warn(
                    "The loggers {} are at DEBUG: they print prompts, answers, or session tokens of all calls of adapter {}."
                            + " Set them to INFO or higher.",
                    on,
                    adapter);
        }
    }
}
