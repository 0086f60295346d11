package dev.hybridrouter.api.erasure;

import dev.hybridrouter.api.internal.Check;

/** A tenant or user whose data can be erased. Immutable; {@code toString} names neither. */
public sealed interface Subject {
    /**
     * Returns the subject that is a tenant.
     *
     * @throws IllegalArgumentException if the name is blank
     */
    static Subject tenant(String name) {
        return new Tenant(name);
    }

    /**
     * Returns the subject that requests name by a tag, for example a user.
     *
     * @throws IllegalArgumentException if the key or the value is blank
     */
    static Subject tag(String key, String value) {
        return new Tag(key, value);
    }

    /**
     * A tenant.
     *
     * @param name as in the request context
     */
    record Tenant(String name) implements Subject {
        /** Refuses a blank name. */
        public Tenant {
            Check.notBlank(name, "subject.tenant");
        }

        @Override
        public String toString() {
            return "Tenant[]";
        }
    }

    /**
     * A user, or whoever else a tag stands for.
     *
     * @param key of the tag
     * @param value of the tag
     */
    record Tag(String key, String value) implements Subject {
        /** Refuses blank parts. */
        public Tag {
            Check.notBlank(key, "subject.tag");
            Check.notBlank(value, "subject.tagValue");
        }

        @Override
        public String toString() {
            return "Tag[]";
        }
    }
}
