package dev.hybridrouter.guard;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The keys and tokens that their issuers mark with a prefix: one table, as of a date. Lengths are those of what follows the
 * prefix. Where only one length is known it is required; else the upper limit is generous, because issuers lengthen their
 * tokens. Check digits that issuers put in (GitHub and npm: CRC-32 of the rest in the last six characters; Anthropic:
 * {@code AA} at the end; OpenAI: {@code T3BlbkFJ} in the middle) are not required: a key with a slip in it is still no text to
 * send.
 *
 * <p>Sources: the issuers' documentation of their token formats, and the rules of gitleaks at commit b58d3f1 (July 2026) as a
 * second opinion.
 */
final class SecretForms {
    /** When the table was last compared with its sources. */
    static final LocalDate AS_OF = LocalDate.of(2026, 12, 1);

    private static final int LONG = 2_000;

    private static final List<SecretForm> ALL = List.of(
            // Amazon Bedrock API keys: long-term (base64 of «BedrockAPIKey-…»), short-term (base64 of a presigned
            // request)
            form("ABSK", CharRun.BASE64, 60, 400, "Amazon Bedrock API key, long-term"),
            form("bedrock-api-key-", CharRun.BASE64, 40, 8_000, "Amazon Bedrock API key, short-term"),
            form("AKIA", CharRun.CAPITALS, 16, 16, "AWS access key id"),
            form("ASIA", CharRun.CAPITALS, 16, 16, "AWS access key id, temporary"),
            form("ABIA", CharRun.CAPITALS, 16, 16, "AWS bearer token id"),
            form("ACCA", CharRun.CAPITALS, 16, 16, "AWS context-specific credential"),
            form("LTAI", CharRun.ALPHANUMERIC, 12, 24, "Alibaba Cloud access key id"),
            // models
            form("sk-ant-", CharRun.WORD, 24, LONG, "Anthropic"),
            form("sk-proj-", CharRun.WORD, 24, LONG, "OpenAI, project"),
            form("sk-svcacct-", CharRun.WORD, 24, LONG, "OpenAI, service account"),
            form("sk-admin-", CharRun.WORD, 24, LONG, "OpenAI, administrator"),
            form("sk-None-", CharRun.WORD, 24, LONG, "OpenAI, user"),
            form("sk-or-", CharRun.WORD, 32, 200, "OpenRouter"),
            form("sk-lf-", CharRun.WORD, 32, 64, "Langfuse"),
            form("sk-", CharRun.ALPHANUMERIC, 32, LONG, "OpenAI, DeepSeek and others"),
            form("gsk_", CharRun.ALPHANUMERIC, 40, 100, "Groq"),
            form("xai-", CharRun.ALPHANUMERIC, 40, 200, "xAI"),
            form("pplx-", CharRun.ALPHANUMERIC, 40, 100, "Perplexity"),
            form("nvapi-", CharRun.WORD, 50, 100, "NVIDIA"),
            form("r8_", CharRun.ALPHANUMERIC, 37, 37, "Replicate"),
            form("tgp_v1_", CharRun.WORD, 40, 64, "Together"),
            form("fw_", CharRun.ALPHANUMERIC, 22, 64, "Fireworks"),
            form("pa-", CharRun.WORD, 43, 43, "Voyage"),
            form("jina_", CharRun.WORD, 50, 100, "Jina"),
            form("tvly-", CharRun.WORD, 24, 64, "Tavily"),
            form("hf_", CharRun.ALPHANUMERIC, 30, 64, "Hugging Face"),
            form("api_org_", CharRun.ALPHANUMERIC, 30, 64, "Hugging Face, organisation"),
            form("lsv2_pt_", CharRun.WORD, 40, 64, "LangSmith"),
            form("lsv2_sk_", CharRun.WORD, 40, 64, "LangSmith, service"),
            form("pcsk_", CharRun.WORD, 40, 100, "Pinecone"),
            form("dapi", CharRun.HEX, 32, 32, "Databricks"),
            // Google, Microsoft has no prefix (see AzureSecretDetector)
            form("AIza", CharRun.WORD, 35, 35, "Google API"),
            form("AQ.Ab", CharRun.WORD, 40, 100, "Google API, bound to an account"),
            form("ya29.", CharRun.WORD, 20, LONG, "Google OAuth"),
            form("GOCSPX-", CharRun.WORD, 28, 28, "Google OAuth client"),
            // code and packages
            form("ghp_", CharRun.ALPHANUMERIC, 36, LONG, "GitHub, personal"),
            form("gho_", CharRun.ALPHANUMERIC, 36, LONG, "GitHub, OAuth"),
            form("ghu_", CharRun.ALPHANUMERIC, 36, LONG, "GitHub, user of an app"),
            form("ghs_", CharRun.DOTTED, 36, LONG, "GitHub, installation of an app"),
            form("ghr_", CharRun.ALPHANUMERIC, 36, LONG, "GitHub, refresh"),
            form("github_pat_", CharRun.WORD, 40, LONG, "GitHub, fine-grained"),
            form("glpat-", CharRun.DOTTED, 20, 320, "GitLab, personal"),
            form("glrt-", CharRun.DOTTED, 20, 320, "GitLab, runner"),
            form("gldt-", CharRun.WORD, 20, 64, "GitLab, deploy"),
            form("glptt-", CharRun.WORD, 40, 64, "GitLab, trigger"),
            form("glcbt-", CharRun.WORD, 20, 64, "GitLab, job"),
            form("glft-", CharRun.WORD, 20, 64, "GitLab, feed"),
            form("glimt-", CharRun.WORD, 25, 64, "GitLab, mail"),
            form("glagent-", CharRun.WORD, 50, 64, "GitLab, agent"),
            form("gloas-", CharRun.WORD, 64, 64, "GitLab, OAuth application"),
            form("glsoat-", CharRun.WORD, 20, 64, "GitLab, SCIM"),
            form("ATATT3", CharRun.BASE64, 100, 300, "Atlassian"),
            form("ATCTT3", CharRun.BASE64, 100, 300, "Atlassian, scoped"),
            form("ATBB", CharRun.ALPHANUMERIC, 32, 32, "Bitbucket"),
            form("npm_", CharRun.ALPHANUMERIC, 36, 36, "npm"),
            form("pypi-", CharRun.WORD, 60, LONG, "PyPI"),
            form("rubygems_", CharRun.HEX, 48, 48, "RubyGems"),
            form("dckr_pat_", CharRun.WORD, 20, 64, "Docker, personal"),
            form("dckr_oat_", CharRun.WORD, 20, 64, "Docker, organisation"),
            form("AKCp", CharRun.ALPHANUMERIC, 69, 69, "Artifactory"),
            form("sgp_", CharRun.WORD, 40, 64, "Sourcegraph"),
            form("PMAK-", CharRun.WORD, 50, 64, "Postman"),
            form("lin_api_", CharRun.ALPHANUMERIC, 32, 64, "Linear"),
            form("ntn_", CharRun.ALPHANUMERIC, 40, 64, "Notion"),
            form("figd_", CharRun.WORD, 30, 100, "Figma"),
            // clouds and operations
            form("hvs.", CharRun.WORD, 24, 320, "Vault, service"),
            form("hvb.", CharRun.WORD, 24, LONG, "Vault, batch"),
            form("hvr.", CharRun.WORD, 24, 320, "Vault, recovery"),
            form("dop_v1_", CharRun.HEX, 64, 64, "DigitalOcean, personal"),
            form("doo_v1_", CharRun.HEX, 64, 64, "DigitalOcean, OAuth"),
            form("dor_v1_", CharRun.HEX, 64, 64, "DigitalOcean, refresh"),
            form("pul-", CharRun.HEX, 40, 40, "Pulumi"),
            form("dp.pt.", CharRun.ALPHANUMERIC, 40, 64, "Doppler, personal"),
            form("dp.st.", CharRun.DOTTED, 40, 100, "Doppler, service"),
            form("fm2_", CharRun.BASE64, 100, LONG, "Fly.io"),
            form("fo1_", CharRun.WORD, 43, 43, "Fly.io, OAuth"),
            form("HRKU-", CharRun.WORD, 36, 64, "Heroku"),
            form("rnd_", CharRun.ALPHANUMERIC, 28, 64, "Render"),
            form("sbp_", CharRun.HEX, 40, 40, "Supabase"),
            form("sb_secret_", CharRun.WORD, 30, 64, "Supabase, secret"),
            form("pscale_tkn_", CharRun.DOTTED, 32, 64, "PlanetScale"),
            form("pscale_pw_", CharRun.DOTTED, 32, 64, "PlanetScale, password"),
            form("glsa_", CharRun.WORD, 40, 64, "Grafana, service account"),
            form("glc_", CharRun.BASE64, 32, 400, "Grafana Cloud"),
            form("dt0c01.", CharRun.DOTTED, 80, 100, "Dynatrace"),
            form("dt0s01.", CharRun.DOTTED, 80, 100, "Dynatrace, platform"),
            form("NRAK-", CharRun.CAPITALS, 27, 27, "New Relic"),
            form("sntryu_", CharRun.HEX, 64, 64, "Sentry, user"),
            form("sntrys_", CharRun.BASE64, 40, 500, "Sentry, organisation"),
            form("phx_", CharRun.ALPHANUMERIC, 40, 64, "PostHog"),
            form("sha256~", CharRun.WORD, 43, 43, "OpenShift"),
            form("AGE-SECRET-KEY-1", CharRun.CAPITALS, 58, 58, "age"),
            form("ops_eyJ", CharRun.BASE64, 100, LONG, "1Password service account"),
            // messages and money
            form("xoxb-", CharRun.WORD, 20, LONG, "Slack, bot"),
            form("xoxp-", CharRun.WORD, 20, LONG, "Slack, user"),
            form("xoxa-", CharRun.WORD, 20, LONG, "Slack, workspace"),
            form("xoxr-", CharRun.WORD, 20, LONG, "Slack, refresh"),
            form("xoxs-", CharRun.WORD, 20, LONG, "Slack, session"),
            form("xoxc-", CharRun.WORD, 20, LONG, "Slack, client"),
            form("xoxe-", CharRun.WORD, 20, LONG, "Slack, configuration refresh"),
            form("xoxe.", CharRun.DOTTED, 20, LONG, "Slack, configuration"),
            form("xapp-", CharRun.WORD, 20, LONG, "Slack, app"),
            form("SG.", CharRun.DOTTED, 50, 90, "SendGrid"),
            form("xkeysib-", CharRun.WORD, 64, 100, "Brevo"),
            form("key-", CharRun.HEX, 32, 32, "Mailgun"),
            form("SK", CharRun.HEX, 32, 32, "Twilio"),
            form("EAA", CharRun.ALPHANUMERIC, 100, LONG, "Meta"),
            form("sk_live_", CharRun.ALPHANUMERIC, 16, LONG, "Stripe"),
            form("sk_test_", CharRun.ALPHANUMERIC, 16, LONG, "Stripe, test"),
            form("rk_live_", CharRun.ALPHANUMERIC, 16, LONG, "Stripe, restricted"),
            form("rk_test_", CharRun.ALPHANUMERIC, 16, LONG, "Stripe, restricted test"),
            form("whsec_", CharRun.BASE64, 24, 100, "Stripe and others, webhook"),
            form("sq0atp-", CharRun.WORD, 22, 64, "Square"),
            form("sq0csp-", CharRun.WORD, 40, 64, "Square, OAuth"),
            form("shpat_", CharRun.HEX, 32, 32, "Shopify, admin"),
            form("shpca_", CharRun.HEX, 32, 32, "Shopify, custom app"),
            form("shppa_", CharRun.HEX, 32, 32, "Shopify, private app"),
            form("shpss_", CharRun.HEX, 32, 32, "Shopify, shared secret"));

    private static final int ASCII = 128;
    private static final List<List<SecretForm>> BY_FIRST = byFirst();

    private SecretForms() {}

    private static SecretForm form(String prefix, CharRun tail, int least, int most, String issuer) {
        return new SecretForm(prefix, tail, least, most, issuer);
    }

    private static List<List<SecretForm>> byFirst() {
        List<List<SecretForm>> byFirst = new ArrayList<>(ASCII);
        for (int first = 0; first < ASCII; first++) {
            int letter = first;
            byFirst.add(ALL.stream()
                    .filter(form -> form.prefix().charAt(0) == letter)
                    .sorted(Comparator.comparing(form -> -form.prefix().length()))
                    .toList());
        }
        return List.copyOf(byFirst);
    }

    /** All of them, for the documentation. */
    static List<SecretForm> all() {
        return ALL;
    }

    /** Those that begin with a character; of two prefixes of which one begins the other, the longer first. */
    static List<SecretForm> beginningWith(char first) {
        return first < ASCII ? BY_FIRST.get(first) : List.of();
    }
}
