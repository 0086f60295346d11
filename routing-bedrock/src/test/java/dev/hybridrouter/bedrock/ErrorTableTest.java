package dev.hybridrouter.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.failure.FailureKind;
import dev.hybridrouter.api.failure.HealthImpact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts as users of Bedrock have published them. */
class ErrorTableTest {
    private static final String VALIDATION = "ValidationException";

    private static FailureKind kind(String code, String text) {
        return ErrorTable.of(code, text, 400).kind();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Input is too long for requested model.",
                "The model returned the following errors: Input is too long for requested model.",
                "prompt is too long: 210000 tokens > 200000 maximum",
                "The model returned the following errors: prompt is too long: 903884 tokens > 200000 maximum",
                "This model's maximum context length is 8192 tokens. Please reduce the length of the prompt",
                "This model's maximum context length is 202752 tokens. However, you requested more.",
                "This model's maximum prompt length is 131072 but the request contains 537812 tokens.",
                "input length and `max_tokens` exceed context limit: 188240 + 21333 > 200000, decrease input length or `max_tokens`",
                "Too many input tokens. Max input tokens: 8192, request input token count: 9279",
                "400 Bad Request: Too many input tokens. Max input tokens: 8192",
                "Malformed input request: expected maxLength: 50000, actual: 52611, please reformat your input and try again.",
                "too many total text bytes: 12000000 > 9000000",
                "Input Tokens Exceeded: Number of input tokens exceeds maximum length. Please update the input to try again.",
                "too many tokens: total number of tokens in the prompt cannot exceed 4081 - received 5000.",
                "Prompt contains 9000 tokens, too large for model with 8192 maximum context length",
                "prompt tokens (400007) exceed model maximum (278528) for openai.gpt-x",
                "prompt tokens (400007) exceeds customer model maximum (278528)",
                "The input token count (1196265) exceeds the maximum number of tokens allowed (1048575).",
                "Your input exceeds the context window of this model. Please adjust your input and try again.",
                "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 5000 `inputs` tokens",
                "Input validation error: `inputs` must have less than 4096 tokens. Given: 5000",
                "Range of input length should be [1, 30720]",
                "context_length_exceeded",
                "The request exceeds the available context size.",
            })
    void promptThatDoesNotFit_isToldByItsText(String text) {
        assertThat(kind(VALIDATION, text)).isEqualTo(FailureKind.CONTEXT_TOO_LONG);
        assertThat(kind("ModelErrorException", text)).isEqualTo(FailureKind.CONTEXT_TOO_LONG);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The model returned the following errors: `temperature` is deprecated for this model.",
                "The model returned the following errors: `temperature` and `top_p` cannot both be specified for this model.",
                "This model doesn't support the stopSequences field. Remove stopSequences and try again.",
                "This model doesn't support the toolConfig.toolChoice.any field. Remove toolConfig.toolChoice.any and try again.",
                "This model doesn't support tool use in streaming mode.",
                "This model does not support conversation with a system prompt.",
                "The maximum tokens you requested exceeds the model limit of 4096. Try again with a maximum tokens value that is lower than 4096.",
                "max_tokens: 9000 > 8192, which is the maximum allowed number of output tokens for claude-3-5-sonnet",
                "thinking.budget_tokens: Input should be greater than or equal to 1024",
                "tools.0.custom.input_schema: JSON schema is invalid",
                "The guardrail identifier or version provided in the request does not exist.",
                "Image format webp is not supported",
                "Something that nobody has written down yet."
            })
    void partThatThisModelDoesNotTake_isNoFaultOfTheRequest(String text) {
        assertThat(kind(VALIDATION, text)).isEqualTo(FailureKind.UNSUPPORTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 validation error detected: Value at 'inferenceConfig.temperature' failed to satisfy constraint",
                "A conversation must start with a user message. Try again with a conversation that starts with a user message.",
                "A conversation must alternate between user and assistant roles.",
                "The text field in the ContentBlock object at messages.0.content.0 is blank.",
                "messages.0.content: at least one is needed",
                "Expected toolResult blocks at messages.2.content for the following Ids: tooluse_1",
                "The number of toolResult blocks at messages.2.content exceeds the number of toolUse blocks of previous turn.",
                "The toolConfig field must be defined when using toolUse and toolResult content blocks.",
                "The model returned the following errors: messages: text content blocks must be non-empty",
            })
    void whatEveryModelRefuses_isAFaultOfTheRequest(String text) {
        assertThat(kind(VALIDATION, text)).isEqualTo(FailureKind.INVALID_REQUEST);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ValidationException | Invocation of model ID m with on-demand throughput isn’t supported. | MODEL_NOT_FOUND",
                "ValidationException | The provided model identifier is invalid. | MODEL_NOT_FOUND",
                "ValidationException | The provided model is not available in this Region. | MODEL_NOT_FOUND",
                "ValidationException | This action doesn't support the model that you provided. | MODEL_NOT_FOUND",
                "ResourceNotFoundException | This model version has reached the end of its life. | MODEL_NOT_FOUND",
                "ResourceNotFoundException | Could not resolve the foundation model | MODEL_NOT_FOUND",
                "ValidationException | Model needs data retention mode default | RETENTION_REFUSED",
                "ValidationException | Operation not allowed | AUTH",
                "ValidationException | Access to Anthropic models is not allowed from unsupported countries, regions | AUTH",
                "ResourceNotFoundException | Model use case details have not been submitted for this account. | AUTH",
                "AccessDeniedException | You don't have access to the model with the specified model ID. | AUTH",
                "AccessDeniedException | Not authorized to perform: bedrock:ApplyGuardrail on resource: guardrail/x | UNSUPPORTED",
                "ResourceNotFoundException | The guardrail was not found | UNSUPPORTED",
                "SerializationException | Unexpected token | INVALID_REQUEST"
            })
    void accountsModelsAndPlaces_areToldApart(String code, String text, FailureKind kind) {
        assertThat(kind(code, text)).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ExpiredTokenException | The security token included in the request is expired | expired",
                "AccessDeniedException | Bearer Token has expired | expired",
                "RequestExpired | no | clock",
                "InvalidSignatureException | Signature expired: 20261201T000000Z is now earlier than | clock",
                "SignatureDoesNotMatch | no | clock",
                "UnrecognizedClientException | The security token included in the request is invalid. | unknown",
                "AccessDeniedException | User is not authorized to perform: bedrock:InvokeModel | permissions"
            })
    void credentials_areToldApartByWords_andWeighLikeAnyFailure(String code, String text, String word) {
        ErrorTable.Meaning meaning = ErrorTable.of(code, text, 403);
        assertThat(meaning.kind()).isEqualTo(FailureKind.AUTH);
        assertThat(meaning.text()).contains(word);
        assertThat(meaning.health()).isEqualTo(HealthImpact.ILLNESS);
    }

    /** Such as a proxy writes, perhaps only now: no reason to leave the target alone for a minute. */
    @Test
    void addressNotFound_withoutAnErrorOfTheService_isNoMisconfiguration() {
        assertThat(ErrorTable.of("", "", 404).kind()).isEqualTo(FailureKind.MODEL_NOT_FOUND);
        assertThat(ErrorTable.of("", "", 404).health()).isEqualTo(HealthImpact.ILLNESS);
        assertThat(ErrorTable.of("ResourceNotFoundException", "", 404).health()).isEqualTo(HealthImpact.MISCONFIGURED);
    }
}
