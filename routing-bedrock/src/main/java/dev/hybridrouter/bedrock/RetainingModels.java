package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.target.Handling;
import dev.hybridrouter.api.target.Sharing;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * The models of which Bedrock keeps requests and answers, or shares them with the model's provider, whatever else holds: dated data.
 * A model that is missing here is not known to; it may do so all the same. ARNs of application profiles name no model.
 */
final class RetainingModels {
    /** The day on which the sources were read. */
    static final LocalDate AS_OF = LocalDate.of(2026, 12, 1);

    static final String SOURCE = "Amazon Bedrock user guide, data retention and abuse detection";

    private static final Duration THIRTY_DAYS = Duration.ofDays(30);

    /**
     * Sources: the page above; AWS News Blog of 9 June 2026 on the two families of Claude, which opens them to accounts that share
     * with the provider; their model cards since, which ask for {@code aws_review}. OpenAI's models are named with the exception of
     * the gpt-oss family, of which nothing is kept.
     */
    private static final List<Retaining> MODELS = List.of(
            new Retaining("anthropic.claude-fable-", THIRTY_DAYS, true),
            new Retaining("anthropic.claude-mythos-", THIRTY_DAYS, true),
            new Retaining("openai.gpt-oss-", Duration.ZERO, false),
            new Retaining("openai.", THIRTY_DAYS, false));

    private RetainingModels() {}

    /**
     * A family of models.
     *
     * @param start what their ids begin with; the first that fits counts
     * @param longest how long requests and answers are kept at most
     * @param always whether all of them are, so that to declare less is wrong; else some are, where the account lets them
     */
    private record Retaining(String start, Duration longest, boolean always) {}

    private static Optional<Retaining> find(String model) {
        String id = BilledModels.named(model);
        return MODELS.stream().filter(family -> id.startsWith(family.start())).findFirst();
    }

    /** How long the model's requests and answers are kept at most where the account does not rule it out; empty if unknown. */
    static Optional<Duration> longest(String model) {
        return find(model).map(Retaining::longest).filter(longest -> !longest.isZero());
    }

    /**
     * What is declared of a model, or more where that cannot be all: a model that keeps all traffic keeps it, and unless its
     * sharing is stated and not {@code NONE}, its provider may have a copy.
     */
    static Handling corrected(String model, Handling declared) {
        return find(model)
                .filter(Retaining::always)
                .map(family -> raised(declared, family))
                .orElse(declared);
    }

    private static Handling raised(Handling declared, Retaining family) {
        Handling.Builder raised = declared.toBuilder();
        boolean tooShort = declared.retention()
                .filter(kept -> kept.compareTo(family.longest()) < 0)
                .isPresent();
        if (tooShort) {
            raised.retention(family.longest());
        }
        boolean unstated = declared.sharing() == Sharing.NONE || declared.sharing() == Sharing.UNKNOWN;
        if (unstated) {
            raised.sharing(Sharing.MODEL_PROVIDER);
        }
        return tooShort || unstated ? raised.evidence(AS_OF, SOURCE).build() : declared;
    }
}
