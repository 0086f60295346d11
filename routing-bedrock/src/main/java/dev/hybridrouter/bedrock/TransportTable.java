package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.failure.Billing;
import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.HealthImpact;
import dev.hybridrouter.api.failure.ProviderFailure;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/**
 * What it means that a request could not be sent. The first row that knows one of the causes says it. Nothing was processed
 * in any of these cases, and nothing can have cost anything. Types of Netty are told by their names and texts, because the
 * HTTP client may be another one.
 */
final class TransportTable {
    private record Row(Predicate<Throwable> cause, HealthImpact health, String text) {}

    private static final List<Row> ROWS = List.of(
            row(CertificateExpiredException.class, "TLS: the certificate of the endpoint has expired"),
            row(
                    CertificateNotYetValidException.class,
                    "TLS: the certificate of the endpoint is not yet valid; check the clock of this machine"),
            row(
                    CertPathBuilderException.class,
                    "TLS: the certificate of the endpoint is not trusted; if a proxy inspects TLS, add its certificate to the"
                            + " trust store"),
            row(
                    error -> error instanceof CertificateException && says(error, "subject alternative|name matching"),
                    HealthImpact.ILLNESS,
                    "TLS: the certificate of the endpoint is for another host name"),
            row(CertificateException.class, "TLS: the certificate of the endpoint is refused"),
            row(
                    error -> says(
                            error,
                            "does not support ALPN with H2|no_application_protocol|first received frame was not"),
                    HealthImpact.ILLNESS,
                    "the endpoint does not speak HTTP/2; build the adapter with protocol(Protocol.HTTP1_1)"),
            row(
                    error -> error instanceof SSLException
                            && says(error, "not an SSL/TLS record|unsupported or unrecognized"),
                    HealthImpact.ILLNESS,
                    "TLS: the endpoint does not speak TLS; check scheme and port"),
            row(SSLHandshakeException.class, "TLS: the handshake failed"),
            row(
                    error -> says(error, "REFUSED_STREAM|GOAWAY received"),
                    HealthImpact.NONE,
                    "the endpoint refused the HTTP/2 stream before it processed anything"),
            row(UnknownHostException.class, "the endpoint cannot be reached: its host name is unknown"),
            row(ConnectException.class, "the endpoint cannot be reached"),
            row(
                    error -> says(error, "before the protocol could be determined"),
                    HealthImpact.ILLNESS,
                    "the endpoint closed the connection at once"),
            row(
                    error -> says(error, "could not connect to proxy|proxy.{0,40}(refused|failed|authentication)"),
                    HealthImpact.ILLNESS,
                    "the proxy cannot be used"),
            row(
                    TransportTable::isPoolFull,
                    HealthImpact.ILLNESS,
                    "no connection could be had: the endpoint does not answer, or all connections are in use"));

    private TransportTable() {}

    private static Row row(Class<? extends Throwable> type, String text) {
        return row(type::isInstance, HealthImpact.ILLNESS, text);
    }

    private static Row row(Predicate<Throwable> cause, HealthImpact health, String text) {
        return new Row(cause, health, text);
    }

    /** Returns what it means that a request could not be sent; empty if it may have been sent. */
    static Optional<ProviderFailure> of(Throwable error) {
        return ROWS.stream()
                .filter(row -> FailureMapper.find(error, row.cause()) != null)
                .findFirst()
                .map(row -> ProviderFailure.builder(FailureKind.UNAVAILABLE, row.text())
                        .billing(Billing.NONE)
                        .health(row.health())
                        .cause(error)
                        .build());
    }

    private static boolean says(Throwable error, String regex) {
        String message = error.getMessage();
        return message != null
                && Pattern.compile(regex, Pattern.CASE_INSENSITIVE)
                        .matcher(message)
                        .find();
    }

    /** Whether the SDK's HTTP client says that it could not have a connection in time, or that too many calls wait for one. */
    private static boolean isPoolFull(Throwable error) {
        return (error instanceof TimeoutException && says(error, "^Acquire operation took longer"))
                || (error instanceof IllegalStateException && says(error, "^Too many outstanding acquire operations"));
    }
}
