package dev.hybridrouter.bedrock;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.spi.ProviderCall;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Says on each request, in Bedrock's request metadata, for whom and what for it is made, so that model invocation logs can
 * be split by it. Each Converse and ConverseStream request carries
 *
 * <ul>
 *   <li>{@value #TENANT}: a keyed pseudonym of the tenant, see {@link #pseudonym}; the tenant itself is never sent,
 *   <li>{@value #OPERATION}: the operation type,
 *   <li>{@value #ATTEMPT}: why the router made the attempt, such as {@code primary}, {@code retry} or {@code hedge},
 *   <li>those of the request context's tags that the host lists here, as they are: choose none that hold personal data.
 * </ul>
 *
 * <p>Bedrock takes at most 16 pairs, names of 1 to 256 and values of up to 256 characters out of letters, digits, white
 * space and {@code : _ @ $ # = / + , - .} (source: Converse API reference). In the values of tags any other character, and
 * any white space but a blank, becomes {@code _}; what is longer is cut; blank values are left out. The three pairs above
 * always have their place; {@link BedrockOptions#requestMetadata() pairs of the request itself} come next, in the order of
 * their names, then the listed tags in theirs, as far as there is room. Where names are the same, the first of these counts.
 *
 * <p>Immutable and thread-safe. Costs one HMAC for each attempt, and keeps no tenants in memory.
 */
public final class CostAttribution {
    /** Name of the pair that holds the tenant's pseudonym. */
    public static final String TENANT = "tenant";

    /** Name of the pair that holds the operation type. */
    public static final String OPERATION = "operation";

    /** Name of the pair that holds the kind of attempt. */
    public static final String ATTEMPT = "attempt";

    private static final int MOST_PAIRS = MetadataRule.MOST_PAIRS;
    private static final int LONGEST = MetadataRule.LONGEST;
    private static final Set<String> RESERVED = Set.of(TENANT, OPERATION, ATTEMPT);
    private static final int MOST_TAGS = MOST_PAIRS - RESERVED.size();
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9 :_@$#=/+,.-]{1," + LONGEST + "}");
    private static final Pattern UNFIT = Pattern.compile("[^A-Za-z0-9 :_@$#=/+,.-]");

    private final BedrockPseudonyms pseudonyms;
    private final Set<String> tags;

    private CostAttribution(Builder builder) {
        pseudonyms = builder.pseudonyms;
        tags = builder.tags;
    }

    /**
     * Returns a builder without tags.
     *
     * @param tenantKey the secret key of the pseudonyms: at least 32 bytes from a secure source of chance; it is copied.
     *     Who has it can tell whether a pseudonym belongs to a tenant, and with another key all pseudonyms are others
     * @throws IllegalArgumentException if the key is shorter
     */
    public static Builder builder(byte[] tenantKey) {
        return new Builder(new BedrockPseudonyms(tenantKey));
    }

    /**
     * Returns the pseudonym under which a tenant's requests are found: the first 128 bits of HMAC-SHA-256 over its UTF-8
     * bytes, as 32 hexadecimal digits in lower case.
     */
    public String pseudonym(String tenant) {
        return pseudonyms.of(Check.notNull(tenant, "tenant"));
    }

    /** Names of the tags that are sent. */
    public Set<String> tags() {
        return tags;
    }

    /** The metadata of a call, of which the request itself brings {@code own}. */
    Map<String, String> metadata(ProviderCall call, Map<String, String> own) {
        var context = call.request().context();
        Map<String, String> pairs = new LinkedHashMap<>();
        pairs.put(TENANT, pseudonym(context.tenant()));
        pairs.put(OPERATION, fit(context.operation().name()));
        pairs.put(ATTEMPT, call.kind().name().toLowerCase(Locale.ROOT));
        new TreeMap<>(own).forEach((name, value) -> addTo(pairs, name, value));
        for (String tag : tags) {
            String value = fit(context.tags().getOrDefault(tag, ""));
            if (!value.isBlank()) {
                addTo(pairs, tag, value);
            }
        }
        return pairs;
    }

    private static void addTo(Map<String, String> pairs, String name, String value) {
        if (pairs.size() < MOST_PAIRS) {
            pairs.putIfAbsent(name, value);
        }
    }

    private static String fit(String value) {
        String cut = value.length() > LONGEST ? value.substring(0, LONGEST) : value;
        return UNFIT.matcher(cut).replaceAll("_");
    }

    /** Names the tags; the key is not shown. */
    @Override
    public String toString() {
        return "CostAttribution[tags=" + tags + "]";
    }

    /** Builds {@link CostAttribution}. Not thread-safe. */
    public static final class Builder {
        private final BedrockPseudonyms pseudonyms;
        private Set<String> tags = Set.of();

        private Builder(BedrockPseudonyms pseudonyms) {
            this.pseudonyms = pseudonyms;
        }

        /**
         * Sets the names of the tags of the request context to send, at most 13; none unless set.
         *
         * @throws IllegalArgumentException if there are more, or a name is taken or one that Bedrock does not take
         */
        public Builder tags(String... names) {
            Set<String> checked = new LinkedHashSet<>();
            for (String name : Check.notNull(names, "costAttribution.tags")) {
                checked.add(tag(name));
            }
            if (checked.size() > MOST_TAGS) {
                throw Check.invalid("costAttribution.tags", checked.size() + " names", "at most " + MOST_TAGS);
            }
            tags = Collections.unmodifiableSet(checked);
            return this;
        }

        private static String tag(String name) {
            if (RESERVED.contains(Check.notBlank(name, "costAttribution.tags"))) {
                throw Check.invalid("costAttribution.tags", name, "another name; this one is taken");
            }
            if (!NAME.matcher(name).matches()) {
                throw Check.invalid(
                        "costAttribution.tags",
                        '"' + name + '"',
                        "1 to 256 of A-Z a-z 0-9 blank : _ @ $ # = / + , - .");
            }
            return name;
        }

        /** Returns the attribution. */
        public CostAttribution build() {
            return new CostAttribution(this);
        }
    }
}
