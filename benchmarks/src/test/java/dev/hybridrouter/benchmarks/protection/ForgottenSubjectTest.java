package dev.hybridrouter.benchmarks.protection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hybridrouter.api.HybridRouter;
import dev.hybridrouter.api.RouteResult;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.cache.CacheUse;
import dev.hybridrouter.api.erasure.ErasureReceipt;
import dev.hybridrouter.api.erasure.Subject;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.api.request.RouteRequest;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.api.target.TokenPrice;
import dev.hybridrouter.audit.AuditFiles;
import dev.hybridrouter.audit.AuditLog;
import dev.hybridrouter.audit.AuditVerifier;
import dev.hybridrouter.audit.Overflow;
import dev.hybridrouter.audit.Pseudonyms;
import dev.hybridrouter.core.HybridRouterBuilder;
import dev.hybridrouter.core.budget.Budget;
import dev.hybridrouter.core.budget.BudgetPolicy;
import dev.hybridrouter.core.budget.BudgetScope;
import dev.hybridrouter.core.cache.CachePolicy;
import dev.hybridrouter.core.policy.AffinityPolicy;
import dev.hybridrouter.core.quota.MaxTokensPolicy;
import dev.hybridrouter.core.quota.QuotaLimits;
import dev.hybridrouter.core.quota.Quotas;
import dev.hybridrouter.journal.JournaledLedger;
import dev.hybridrouter.spi.erasure.SubjectKeys;
import dev.hybridrouter.spi.erasure.SubjectKeys.Role;
import dev.hybridrouter.test.ManualClock;
import dev.hybridrouter.test.ScriptedProvider;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What journal and audit log keep on disk of somebody who was erased, and whether the audit log's chain is whole still. */
class ForgottenSubjectTest {
    private static final List<String> SECRETS = List.of("tenant", "user", "prompt", "answer");

    private final ManualClock clock = ManualClock.create();
    private final ScriptedProvider provider = ScriptedProvider.create(clock);
    private final Map<String, byte[]> secrets = new ConcurrentHashMap<>();
    private final Path folder;

    ForgottenSubjectTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** Made anew each time, so that no constant of this class is found. */
    private static String canary(String of) {
        return "Zq" + Integer.toUnsignedString(of.hashCode(), 36) + "X" + of;
    }

    private SubjectKeys keys() {
        return new SubjectKeys() {
            @Override
            public String id() {
                return "subjects";
            }

            @Override
            public Optional<byte[]> secret(Role role, String name) {
                return Optional.ofNullable(secrets.get(role + " " + Integer.toString(name.hashCode())));
            }
        };
    }

    private void give(Role role, String name) {
        byte[] secret = new byte[32];
        secret[0] = (byte) name.hashCode();
        secrets.put(role + " " + Integer.toString(name.hashCode()), secret);
    }

    private JournaledLedger ledger() {
        return JournaledLedger.builder(folder.resolve("ledger"))
                .clock(clock)
                .subjectKeys(keys(), budget -> Optional.of(Role.valueOf(budget)))
                .open();
    }

    private AuditLog audit() {
        return AuditLog.builder(
                        AuditFiles.builder(folder.resolve("audit")).clock(clock).open(),
                        Overflow.FAIL,
                        Pseudonyms.under(keys()))
                .userTag("user")
                .build();
    }

    private HybridRouter router(JournaledLedger ledger, AuditLog audit) {
        return HybridRouterBuilder.create()
                .adapter(provider)
                .target(provider.target("a")
                        .price(TokenPrice.perMillion("1", "1"))
                        .build())
                .budgets(BudgetPolicy.of(
                        budget(Role.TENANT, BudgetScope.tenant()), budget(Role.USER, BudgetScope.tag("user"))))
                .ledger(ledger)
                .affinity(AffinityPolicy.builder().minimumTokens(1).build())
                .cache(CachePolicy.builder().explainMisses(100).build())
                .quotas(Quotas.builder()
                        .bucket(
                                "a",
                                QuotaLimits.builder()
                                        .requestsPerMinute(1_000)
                                        .tokensPerMinute(1_000_000)
                                        .modelMaxTokens(1_000)
                                        .build(),
                                "a")
                        .rightSizing(MaxTokensPolicy.defaults())
                        .build())
                .listener(audit)
                .subjectStore(audit)
                .clock(clock)
                .scheduler(clock)
                .build();
    }

    private static Budget budget(Role role, BudgetScope scope) {
        return Budget.builder(role.name(), scope, BudgetWindow.minute(ZoneOffset.UTC), Money.usd("1"))
                .build();
    }

    private CacheUse.Kind ask(HybridRouter router, String tenant, String user, String prompt) {
        RouteResult result = router.route(RouteRequest.builder()
                .user(prompt)
                .maxTokens(64)
                .context(RequestContext.builder()
                        .tenant(tenant)
                        .tags(Map.of("user", user))
                        .build())
                .build());
        assertThat(result).isInstanceOf(RouteResult.Answered.class);
        return result.decision().cache().kind();
    }

    @Test
    void nothingIsFound_andTheOtherTenantLosesNothing() throws IOException {
        for (String tenant : List.of(canary("tenant"), "other")) {
            give(Role.TENANT, tenant);
            give(Role.USER, tenant.equals("other") ? "bob" : canary("user"));
        }
        provider.onAny().reply(canary("answer")).tokens(3, 2).times(1);
        provider.onAny().reply("another answer").tokens(3, 2);
        JournaledLedger ledger = ledger();
        AuditLog audit = audit();
        try (HybridRouter router = router(ledger, audit)) {
            ask(router, canary("tenant"), canary("user"), canary("prompt"));
            ask(router, "other", "bob", "a question");
            provider.reset(); // it keeps what it was asked
            secrets.remove(Role.TENANT + " " + Integer.toString(canary("tenant").hashCode()));
            secrets.remove(Role.USER + " " + Integer.toString(canary("user").hashCode()));

            ErasureReceipt receipt = forget(router, Subject.tenant(canary("tenant")));
            ErasureReceipt ofUser = forget(router, Subject.tag("user", canary("user")));
            clock.advance(Duration.ofMinutes(2)); // until which the receipts say that the accounts count
            forget(router, Subject.tenant(canary("tenant")));
            forget(router, Subject.tag("user", canary("user")));

            assertThat(receipt.describe() + ofUser.describe()).doesNotContain("Zq");
            assertThat(ask(router, "other", "bob", "a question")).isEqualTo(CacheUse.Kind.HIT);
        }
        audit.close();
        ledger.close();

        for (Path file : files()) {
            byte[] bytes = Files.readAllBytes(file);
            for (String secret : SECRETS) {
                assertThat(found(bytes, canary(secret)))
                        .as(file + ": " + secret)
                        .isFalse();
            }
        }
        assertThat(AuditVerifier.of(folder.resolve("audit")).verify().isWhole()).isTrue();
    }

    private ErasureReceipt forget(HybridRouter router, Subject subject) {
        var receipt = router.forget(subject);
        clock.advance(Duration.ofMillis(1));
        return receipt.join();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static boolean found(byte[] bytes, String text) {
        String latin = new String(bytes, StandardCharsets.ISO_8859_1);
        for (Charset charset :
                List.of(StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            if (latin.contains(new String(text.getBytes(charset), StandardCharsets.ISO_8859_1))) {
                return true;
            }
        }
        return false;
    }
}
