package dev.hybridrouter.journal;

import dev.hybridrouter.api.budget.AccountId;
import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.spi.erasure.SubjectKeys;
import dev.hybridrouter.spi.erasure.SubjectKeys.Role;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Under what names a journal keeps accounts: their own, or pseudonyms from a secret for each subject. The name of a name is
 * itself. Thread-safe.
 */
final class AccountNames {
    /** Begins all pseudonyms, and no holder of an account. */
    static final String MARK = "\u0001";

    private static final String MAC = "HmacSHA256";
    private static final int BYTES = 16;
    private static final int MOST = 100_000;

    private final @Nullable SubjectKeys keys;
    private final Function<String, Optional<Role>> whose;
    private final String prefix;
    private final byte[] unkeyed =
            new byte[32]; // of this process alone: what it names is found by nobody after a restart
    private final Map<AccountId, AccountId> known = new ConcurrentHashMap<>();

    private AccountNames(@Nullable SubjectKeys keys, Function<String, Optional<Role>> whose, String prefix) {
        this.keys = keys;
        this.whose = whose;
        this.prefix = prefix;
        new SecureRandom().nextBytes(unkeyed);
    }

    /** Returns the accounts' own names. */
    static AccountNames plain() {
        return new AccountNames(null, budget -> Optional.empty(), MARK);
    }

    /**
     * Returns pseudonyms.
     *
     * @param whose names the holders of a budget's accounts have; empty for those that are kept as they are
     */
    static AccountNames under(SubjectKeys keys, Function<String, Optional<Role>> whose) {
        return new AccountNames(keys, whose, MARK + Check.name(keys.id(), "ledger.subjectKeys.id") + ":");
    }

    boolean arePseudonyms() {
        return keys != null;
    }

    /** Whether an account is named as this names accounts, or by its own name. */
    boolean canFind(AccountId account) {
        return !account.holder().startsWith(MARK)
                || (keys != null && account.holder().startsWith(prefix));
    }

    /** The name of an account. Throws what the keys throw. */
    AccountId of(AccountId account) {
        SubjectKeys from = keys;
        if (from == null || account.holder().isEmpty() || account.holder().startsWith(MARK)) {
            return account;
        }
        AccountId name = known.get(account);
        if (name == null) {
            name = whose.apply(account.budget())
                    .map(role -> pseudonym(from.secret(role, account.holder()).orElse(unkeyed), role, account))
                    .orElse(account);
            keep(account, name);
        }
        return name;
    }

    /** The same where nobody can be told of what the keys throw: a name that is not found again after a restart. */
    AccountId ofAnyway(AccountId account) {
        try {
            return of(account);
        } catch (Throwable e) { // of the host's; the money has to be written down all the same
            AccountId name = pseudonym(unkeyed, Role.TENANT, account);
            keep(account, name);
            return name;
        }
    }

    private void keep(AccountId account, AccountId name) {
        if (known.size() >= MOST) {
            known.clear();
        }
        known.put(account, name);
    }

    /** Asks for the account's secret anew, which may be gone by now. */
    void forget(AccountId account) {
        known.remove(account);
    }

    private AccountId pseudonym(byte[] secret, Role role, AccountId account) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(secret, MAC));
            mac.update(("ledger " + role).getBytes(StandardCharsets.UTF_8)); // not the pseudonym of other records
            mac.update((byte) 0);
            byte[] whole = mac.doFinal(account.holder().getBytes(StandardCharsets.UTF_8));
            return new AccountId(account.budget(), prefix + HexFormat.of().formatHex(whole, 0, BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("ledger.subjectKeys: no " + MAC + " (expected: a Java platform has it)", e);
        }
    }

    @Override
    public String toString() {
        return keys == null ? "AccountNames[plain]" : "AccountNames[pseudonyms]";
    }
}
