package dev.hybridrouter.spi.erasure;

import java.util.Optional;

/**
 * Secrets of your application, one for each tenant and user, from which pseudonyms are made. Who destroys one subject's secret
 * takes the reference to that subject out of all records made under it, and out of no others.
 *
 * <p>Implementations MUST be safe for use from any thread. They are asked once for a subject that is not among those of late, on
 * the thread that writes records.
 */
public interface SubjectKeys {
    /** Whose secret it is. */
    enum Role {
        /** A tenant's. */
        TENANT,
        /** A user's. */
        USER
    }

    /** Returns the name of this set of secrets, which is no secret: 1 to 256 of {@code A-Z a-z 0-9 . _ : / @ -}. */
    String id();

    /**
     * Returns the secret of a subject, made if there is none yet.
     *
     * @param role whose it is
     * @param name of the tenant or user
     * @return at least 32 bytes from a secure source of chance; empty if the subject is to have no pseudonym any more
     */
    Optional<byte[]> secret(Role role, String name);
}
