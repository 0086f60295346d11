package dev.hybridrouter.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hybridrouter.api.budget.AccountId;
import dev.hybridrouter.api.budget.AccountState;
import dev.hybridrouter.api.budget.BudgetWindow;
import dev.hybridrouter.api.target.Money;
import dev.hybridrouter.spi.erasure.SubjectKeys;
import dev.hybridrouter.spi.erasure.SubjectKeys.Role;
import dev.hybridrouter.spi.ledger.AccountTerms;
import dev.hybridrouter.spi.ledger.ErasableLedger.NamesOnDisk;
import dev.hybridrouter.spi.ledger.Reservation;
import dev.hybridrouter.test.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal that names accounts by pseudonyms: whose money is found again, and what is lost with one secret. */
class JournalPseudonymsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:10Z");
    private static final Money AMOUNT = new Money(10);

    private final Path folder;
    private final Map<String, byte[]> secrets = new HashMap<>();

    JournalPseudonymsTest(@TempDir Path folder) {
        this.folder = folder;
        secrets.put("clinic", secret(1));
        secrets.put("other", secret(2));
    }

    private static byte[] secret(int filling) {
        byte[] secret = new byte[32];
        secret[0] = (byte) filling;
        return secret;
    }

    private SubjectKeys keys(String id) {
        return new SubjectKeys() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public Optional<byte[]> secret(Role role, String name) {
                return Optional.ofNullable(secrets.get(name));
            }
        };
    }

    private JournaledLedger open(@Nullable SubjectKeys keys) {
        JournaledLedger.Builder ledger = JournaledLedger.builder(folder).clock(ManualClock.startingAt(NOW));
        return keys == null
                ? ledger.open()
                : ledger.subjectKeys(
                                keys, budget -> budget.equals("models") ? Optional.empty() : Optional.of(Role.TENANT))
                        .open();
    }

    private static AccountTerms terms(String budget, String holder) {
        return AccountTerms.unlimited(new AccountId(budget, holder), BudgetWindow.month(ZoneOffset.UTC));
    }

    /** Spends, and returns what the account has spent by then. */
    private static Money spend(JournaledLedger ledger, String budget, String holder) {
        ((Reservation) ledger.reserve(List.of(ledger.account(terms(budget, holder))), AMOUNT, NOW.toEpochMilli()))
                .settle(AMOUNT);
        return ledger.accounts(NOW).stream()
                .filter(state -> state.id().equals(new AccountId(budget, holder)))
                .map(AccountState::settled)
                .findFirst()
                .orElseThrow();
    }

    private boolean isNamed(String holder) throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve("ledger.journal"));
        return new String(bytes, StandardCharsets.ISO_8859_1)
                .contains(new String(holder.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.ISO_8859_1));
    }

    @Test
    void moneyIsFoundAgain_underNamesThatAreNotOnDisk() throws IOException {
        JournaledLedger ledger = open(keys("k"));
        assertThat(ledger.namesOnDisk()).isEqualTo(NamesOnDisk.PSEUDONYMS);
        spend(ledger, "tenants", "clinic");
        spend(ledger, "models", "sonnet");
        Reservation pending = (Reservation)
                ledger.reserve(List.of(ledger.account(terms("tenants", "other"))), AMOUNT, NOW.toEpochMilli());
        assertThat(pending).isNotNull();
        ledger.close();

        assertThat(isNamed("clinic")).isFalse();
        assertThat(isNamed("sonnet")).isTrue();
        JournaledLedger again = open(keys("k"));
        assertThat(spend(again, "tenants", "clinic")).isEqualTo(new Money(20));
        assertThat(spend(again, "models", "sonnet")).isEqualTo(new Money(20));
        assertThat(again.account(terms("tenants", "other"))).isNotNull();
        assertThat(again.pending()).hasSize(1);
        again.pending().get(0).settle(AMOUNT);
        again.close();

        JournaledLedger third = open(keys("k"));
        assertThat(third.account(terms("tenants", "other"))).isNotNull();
        assertThat(third.pending()).isEmpty();
        assertThat(spend(third, "tenants", "other")).isEqualTo(new Money(20));
        third.close();
    }

    @Test
    void journalWithNames_isRewrittenWhenItIsOpened() throws IOException {
        JournaledLedger plain = open(null);
        assertThat(plain.namesOnDisk()).isEqualTo(NamesOnDisk.PLAIN);
        spend(plain, "tenants", "clinic");
        plain.close();
        assertThat(isNamed("clinic")).isTrue();

        JournaledLedger ledger = open(keys("k"));

        assertThat(isNamed("clinic")).isFalse();
        assertThat(spend(ledger, "tenants", "clinic")).isEqualTo(new Money(20));
        ledger.close();
    }

    @Test
    void lossOfOneSecret_losesOneSubject() {
        JournaledLedger ledger = open(keys("k"));
        spend(ledger, "tenants", "clinic");
        spend(ledger, "tenants", "other");
        ledger.close();

        secrets.remove("clinic");
        JournaledLedger again = open(keys("k"));

        assertThat(spend(again, "tenants", "other")).isEqualTo(new Money(20));
        assertThat(spend(again, "tenants", "clinic")).isEqualTo(new Money(10));
        again.close();
        JournaledLedger third = open(keys("k"));
        assertThat(spend(third, "tenants", "clinic"))
                .as("without a secret it is found by nobody")
                .isEqualTo(new Money(10));
        third.close();
    }

    @Test
    void secretThatIsDestroyed_isUsedNoMoreOnceForgotten() {
        JournaledLedger ledger = open(keys("k"));
        spend(ledger, "tenants", "clinic");
        byte[] secret = secrets.remove("clinic");
        ledger.forget(new AccountId("tenants", "clinic"), NOW);
        spend(ledger, "tenants", "clinic");
        ledger.close();

        secrets.put("clinic", secret);
        JournaledLedger again = open(keys("k"));
        assertThat(spend(again, "tenants", "clinic"))
                .as("the first, and this one")
                .isEqualTo(new Money(20));
        again.close();
    }

    @Test
    void otherKeys_orNone_areRefused_becauseSpendWouldBeLost() {
        JournaledLedger ledger = open(keys("k"));
        spend(ledger, "tenants", "clinic");
        ledger.close();

        for (SubjectKeys keys : new @Nullable SubjectKeys[] {null, keys("l")}) {
            LedgerJournalException refused = catchThrowableOfType(
                    LedgerJournalException.class, () -> open(keys).close());
            assertThat(refused.reason()).isEqualTo(LedgerJournalException.Reason.OTHER_KEYS);
            assertThat(refused).hasMessageContaining("pseudonyms of other keys").hasMessageNotContaining("clinic");
        }
        open(keys("k")).close();
    }

    @Test
    void keysThatFail_andHoldersThatLookLikePseudonyms_areRefused() {
        JournaledLedger ledger = JournaledLedger.builder(folder)
                .clock(ManualClock.startingAt(NOW))
                .subjectKeys(
                        new SubjectKeys() {
                            @Override
                            public String id() {
                                return "k";
                            }

                            @Override
                            public Optional<byte[]> secret(Role role, String name) {
                                throw new IllegalStateException("no connection");
                            }
                        },
                        budget -> Optional.of(Role.TENANT))
                .open();

        assertThatThrownBy(() -> ledger.account(terms("tenants", "clinic"))).hasMessage("no connection");
        assertThatThrownBy(() -> ledger.account(terms("tenants", "\u0001k:00")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("account.holder");
        ledger.close();
    }
}
