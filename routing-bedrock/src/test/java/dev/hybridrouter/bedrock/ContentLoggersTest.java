package dev.hybridrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.spi.ProviderCall;
import dev.hybridrouter.spi.ProviderEvent;
import dev.hybridrouter.test.StreamProbe;
import dev.hybridrouter.test.bedrock.BedrockEmulator;
import dev.hybridrouter.test.bedrock.Fault;
import dev.hybridrouter.test.bedrock.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;

/** What all loggers of the process print of calls, over both protocols, with the root at each level. */
class ContentLoggersTest {
    private static final List<String> SECRETS =
            List.of("PROMPTCANARY", "ANSWERCANARY", "ERRORCANARY", "SECRETKEYCANARY", "SESSIONTOKENCANARY");
    private static final Pattern DUMPED = Pattern.compile("\\|(.{16})\\|\\s*$", Pattern.MULTILINE);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final BedrockEmulator emulator = BedrockEmulator.start();
    private final Logger root = (Logger) LoggerFactory.getLogger("ROOT");
    private final Level level = root.getLevel();
    private final List<Appender<ILoggingEvent>> others = new ArrayList<>(); // a console would print all of it
    private final Set<String> telling = new ConcurrentSkipListSet<>();
    private final Set<String> warnings = new ConcurrentSkipListSet<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            if (SECRETS.stream().anyMatch(secret -> tells(event, secret))) {
                telling.add(event.getLoggerName());
            }
            if (event.getLevel() == Level.WARN && event.getLoggerName().startsWith("dev.hybridrouter")) {
                warnings.add(event.getFormattedMessage());
            }
        }
    };

    @BeforeEach
    void listen() {
        root.iteratorForAppenders().forEachRemaining(others::add);
        others.forEach(root::detachAppender);
        appender.start();
        root.addAppender(appender);
    }

    @AfterEach
    void close() {
        root.detachAppender(appender);
        others.forEach(root::addAppender);
        root.setLevel(level);
        emulator.close();
    }

    private static boolean tells(ILoggingEvent event, String secret) {
        StringBuilder all = new StringBuilder(event.getFormattedMessage());
        for (IThrowableProxy thrown = event.getThrowableProxy(); thrown != null; thrown = thrown.getCause()) {
            all.append(thrown.getMessage());
        }
        String hex = HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8));
        String dump = DUMPED.matcher(all).results().map(line -> line.group(1)).collect(Collectors.joining());
        return all.indexOf(secret) >= 0 || all.indexOf(hex) >= 0 || dump.contains(secret);
    }

    private void call(Protocol protocol) {
        try (SdkAsyncHttpClient http = NettyNioAsyncHttpClient.builder()
                        .eventLoopGroupBuilder(SdkEventLoopGroup.builder())
                        .protocol(protocol)
                        .build();
                BedrockAdapter adapter = BedrockAdapter.builder()
                        .region(Adapters.REGION)
                        .endpoint(emulator.endpoint())
                        .credentials(StaticCredentialsProvider.create(
                                AwsSessionCredentials.create("AKID", "SECRETKEYCANARY", "SESSIONTOKENCANARY")))
                        .httpClient(http)
                        .build()) {
            AtomicInteger calls = new AtomicInteger();
            emulator.on(Calls.MODEL)
                    .answer(request -> calls.incrementAndGet() == 2
                            ? Fault.validation("ERRORCANARY")
                            : Reply.text("ANSWERCANARY"));
            ProviderCall call = Calls.of(RouteRequest.of("PROMPTCANARY"));
            var unused = adapter.call(call).join();
            assertThat(Calls.failure(adapter, call).kind()).isEqualTo(FailureKind.UNSUPPORTED);
            StreamProbe<ProviderEvent> probe = StreamProbe.unbounded();
            adapter.stream(call).subscribe(probe);
            assertThat(probe.await(PATIENCE).isComplete()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"HTTP1_1", "HTTP2"})
    void atInfo_nothingIsPrinted(Protocol protocol) {
        root.setLevel(Level.INFO);
        call(protocol);
        assertThat(telling).isEmpty();
        assertThat(warnings).isEmpty();
    }

    /** A logger that is new to a version of the SDK or of Netty has to go into the list and the documentation. */
    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"HTTP1_1", "HTTP2"})
    void atTrace_onlyTheListedLoggersPrint_andTheAdapterWarns(Protocol protocol) {
        root.setLevel(Level.TRACE);
        call(protocol);
        assertThat(telling).hasSizeGreaterThanOrEqualTo(3).allMatch(name -> ContentLoggers.NAMES.stream()
                .anyMatch(name::startsWith));
        assertThat(warnings).anyMatch(text -> text.contains(ContentLoggers.NAMES.get(0)));
    }

    @Test
    void withTheListedLoggersAtInfo_nothingIsPrinted() {
        root.setLevel(Level.TRACE);
        ContentLoggers.NAMES.forEach(name -> ((Logger) LoggerFactory.getLogger(name)).setLevel(Level.INFO));
        try {
            call(Protocol.HTTP1_1);
            call(Protocol.HTTP2);
        } finally {
            ContentLoggers.NAMES.forEach(name -> ((Logger) LoggerFactory.getLogger(name)).setLevel(null));
        }
        assertThat(telling).isEmpty();
        assertThat(warnings).isEmpty();
    }
}
