package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.HealthImpact;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the errors of the service mean. The first row whose code and text both match says it; where none does, the HTTP
 * status. The only place where the text of a service's error is looked at: the service reports with one and the same code
 * what concerns the request, the model, the account and the region.
 *
 * <p>A {@code ValidationException} that no row knows is {@code UNSUPPORTED}: models have many rules of their own, and another
 * one may well take the request. Only what every model refuses, the form of a conversation above all, is
 * {@code INVALID_REQUEST}.
 *
 * <p>Sources: the service model of Bedrock Runtime, the common errors of AWS, HTTP semantics (RFC 9110), and texts that users of
 * Bedrock have published, collected until December 2026.
 */
final class ErrorTable {
    /**
     * What an error means.
     *
     * @param kind the kind of the failure
     * @param health what it says about the target
     * @param text a few words for people; empty if the code says it all
     */
    record Meaning(FailureKind kind, HealthImpact health, String text) {}

    private record Row(Pattern code, @Nullable Pattern text, Meaning meaning) {
        boolean matches(String errorCode, String message) {
            return code.matcher(errorCode).matches()
                    && (text == null || text.matcher(message).find());
        }
    }

    private static final String ANY = ".*";
    private static final String VALIDATION = "Validation(Exception|Error)";
    private static final String REFUSED = VALIDATION + "|Model(Stream)?ErrorException|BadRequest(Exception)?";
    private static final String THROTTLED =
            "Throttl(ing|ed)(Exception)?|TooManyRequests(Exception)?|RequestLimitExceeded";
    private static final String DENIED =
            "AccessDenied(Exception)?|NotAuthorized|OptInRequired|FTUFormNotFilled|Forbidden";

    private static final List<Row> ROWS = List.of(
            row(THROTTLED, "per[ -]day|daily", FailureKind.QUOTA_EXCEEDED, "the quota of the day is used up"),
            row(THROTTLED, null, FailureKind.THROTTLED, ""),
            row("ServiceQuotaExceededException", null, FailureKind.QUOTA_EXCEEDED, ""),

            // Credentials and permissions.
            row(
                    "ExpiredToken(Exception)?|TokenRefreshRequired",
                    null,
                    FailureKind.AUTH,
                    "the credentials have expired; refresh them"),
            row(DENIED, "expired", FailureKind.AUTH, "the credentials have expired; refresh them"),
            row(
                    "RequestExpired|RequestTimeTooSkewed|InvalidSignature(Exception)?|SignatureDoesNotMatch"
                            + "|IncompleteSignature(Exception)?",
                    null,
                    FailureKind.AUTH,
                    "the signature is refused; check the clock of this machine and the secret key"),
            row(
                    "UnrecognizedClient(Exception)?|Invalid(ClientTokenId|AccessKeyId)|MissingAuthenticationToken(Exception)?",
                    null,
                    FailureKind.AUTH,
                    "the credentials are unknown there"),
            row(
                    DENIED + "|ResourceNotFoundException|" + VALIDATION,
                    "guardrail",
                    FailureKind.UNSUPPORTED,
                    "the guardrail that the request names cannot be used there"),
            row(
                    "ResourceNotFoundException|" + VALIDATION,
                    "operation not allowed|use case details|unsupported countries|your account|this account|aws account"
                            + "|marketplace|not subscribed|don.t have access|do not have access|access to .{0,60}not allowed",
                    FailureKind.AUTH,
                    "the account may not use the model there"),
            row(DENIED, null, FailureKind.AUTH, "access is denied; check permissions and model access"),

            // Models and places.
            row(
                    ANY,
                    "data retention mode",
                    FailureKind.RETENTION_REFUSED,
                    "the model demands a data retention that the account refuses"),
            row(
                    REFUSED,
                    "on-demand throughput isn.t supported|support counting tokens|model identifier is invalid"
                            + "|doesn.t support the model that you provided|model (id|identifier|arn).{0,40}(not found|invalid)"
                            + "|inference profile.{0,60}(not found|not exist|invalid)|end of its life"
                            + "|(in|for) (this|the|your|the current) (aws )?region",
                    FailureKind.MODEL_NOT_FOUND,
                    "the model cannot be called by this id in this region"),
            row("ResourceNotFoundException", null, FailureKind.MODEL_NOT_FOUND, ""),

            // Length. The output limit first: a larger window does not help there.
            row(
                    REFUSED,
                    "maximum tokens you requested|number of output tokens|max_?(new_|completion_)?tokens.{0,60}model limit",
                    FailureKind.UNSUPPORTED,
                    "the model allows fewer output tokens than asked for"),
            row(
                    REFUSED,
                    "(input|prompt) (is )?too long|too many (total )?(input |prompt |text )?(tokens|bytes)"
                            + "|\\btokens?\\b[^.;]{0,40}\\bexceed|(exceed|greater|longer|larger|maximum|too)\\w*[^.;]{0,60}"
                            + "context.?(length|limit|window|size)|context.?(length|window|size).{0,40}(exceed|overflow)"
                            + "|maximum (prompt|input) (length|tokens|size)|exceed\\w* (the )?(maximum|max) (input )?(length|tokens)"
                            + "|expected maxlength|`?inputs`? (tokens|must have less)|reduce the (length|size) of (the|your)"
                            + "|range of input length|prompt contains [0-9]+ tokens|token limit",
                    FailureKind.CONTEXT_TOO_LONG,
                    "the prompt does not fit into the model's context window"),

            // A part of the request that this model does not take, then what no model takes.
            row(
                    VALIDATION,
                    "for this model|\\bmodels?\\b.{0,80}(does not|doesn.t|do not|don.t|is not|isn.t|cannot) |deprecated"
                            + "|(not|n.t) supported|unsupported",
                    FailureKind.UNSUPPORTED,
                    "the model does not take a part of the request"),
            row(
                    VALIDATION,
                    "validation errors? detected|\\bmessages?\\b|\\bconversation\\b|\\broles?\\b|tool_?(use|result)"
                            + "|content.?block|\\bblank\\b|\\bempty\\b|malformed json|(in|not )valid json|deserializ"
                            + "|required (key|field|member|property)|(is|are) required|missing required|must be defined",
                    FailureKind.INVALID_REQUEST,
                    "the request breaks a rule of the service"),
            row(VALIDATION, null, FailureKind.UNSUPPORTED, "the model refuses a part of the request"),
            row("SerializationException", null, FailureKind.INVALID_REQUEST, "the service cannot read the request"),

            // Trouble on the other side.
            new Row(
                    pattern(RefusedStreams.CODE),
                    null,
                    new Meaning(
                            FailureKind.UNAVAILABLE,
                            HealthImpact.NONE,
                            "the endpoint refused the HTTP/2 stream before it processed anything")),
            row("ModelTimeoutException|RequestTimeout(Exception)?", null, FailureKind.TIMEOUT, ""),
            row("ModelStreamErrorException", null, FailureKind.STREAM_BROKEN, ""),
            row("ModelErrorException|InternalServerException|InternalFailure", null, FailureKind.SERVER_ERROR, ""),
            row(
                    "ModelNotReadyException|ServiceUnavailable(Exception)?|ConflictException",
                    null,
                    FailureKind.UNAVAILABLE,
                    ""));

    private ErrorTable() {}

    private static Row row(String code, @Nullable String text, FailureKind kind, String meaning) {
        return new Row(pattern(code), text == null ? null : pattern(text), new Meaning(kind, kind.health(), meaning));
    }

    private static Pattern pattern(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    /**
     * Returns what an error means.
     *
     * @param code the service's error code; empty if it sent none
     * @param message the service's text; empty if it sent none
     * @param status the HTTP status; zero if unknown
     */
    static Meaning of(String code, String message, int status) {
        return ROWS.stream()
                .filter(row -> row.matches(code, message))
                .findFirst()
                .map(Row::meaning)
                .orElseGet(() -> of(status));
    }

    private static Meaning of(int status) {
        return switch (status) {
            case 400, 422 -> plain(FailureKind.INVALID_REQUEST, "");
            case 405, 411, 413, 415 -> plain(FailureKind.UNSUPPORTED, "the endpoint refuses the request");
            case 401, 403, 407 -> plain(FailureKind.AUTH, "access is denied; check credentials and proxy");
            // Not Bedrock's own way to say so: perhaps a proxy, perhaps only now.
            case 404 ->
                new Meaning(
                        FailureKind.MODEL_NOT_FOUND, HealthImpact.ILLNESS, "the endpoint does not know the address");
            case 408, 504 -> plain(FailureKind.TIMEOUT, "");
            case 429 -> plain(FailureKind.THROTTLED, "");
            case 424, 500 -> plain(FailureKind.SERVER_ERROR, "");
            case 502, 503 -> plain(FailureKind.UNAVAILABLE, "");
            default -> plain(status > 500 ? FailureKind.SERVER_ERROR : FailureKind.OTHER, "");
        };
    }

    private static Meaning plain(FailureKind kind, String text) {
        return new Meaning(kind, kind.health(), text);
    }
}
