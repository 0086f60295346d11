package dev.hybridrouter.api.control;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.target.TargetId;

/** What a kill switch stops. Scopes of equal value are the same scope. */
public sealed interface KillScope {
    /** Returns all attempts of the router. */
    static KillScope everything() {
        return new Everything();
    }

    /** Returns attempts on a path. */
    static KillScope path(dev.hybridrouter.api.target.Path path) {
        return new Path(path);
    }

    /** Returns attempts through an adapter, by its id. */
    static KillScope adapter(String id) {
        return new Adapter(id);
    }

    /** Returns attempts at a target. */
    static KillScope target(String id) {
        return new Target(new TargetId(id));
    }

    /** Returns requests of a tenant. */
    static KillScope tenant(String tenant) {
        return new Tenant(tenant);
    }

    /** Returns requests of an operation type. */
    static KillScope operation(OperationType operation) {
        return new Operation(operation);
    }

    /**
     * Returns the scope as one word to store: {@code everything}, or kind and value as in {@code target:dublin},
     * {@code adapter:bedrock}, {@code path:MCP}, {@code tenant:acme}, {@code operation:CHAT}. Unlike {@code toString()} it names the
     * tenant.
     */
    String key();

    /**
     * Returns the scope of a {@link #key()}.
     *
     * @throws IllegalArgumentException if it is none
     */
    static KillScope ofKey(String key) {
        return KillScopeKey.parse(key);
    }

    /** All attempts of the router. */
    record Everything() implements KillScope {
        @Override
        public String key() {
            return KillScopeKey.EVERYTHING;
        }

        @Override
        public String toString() {
            return key();
        }
    }

    /**
     * Attempts on a path.
     *
     * @param path the path
     */
    record Path(dev.hybridrouter.api.target.Path path) implements KillScope {
        /** Refuses null. */
        public Path {
            Check.notNull(path, "kill.path");
        }

        @Override
        public String key() {
            return KillScopeKey.PATH + path.name();
        }

        @Override
        public String toString() {
            return key();
        }
    }

    /**
     * Attempts through an adapter.
     *
     * @param adapter its id
     */
    record Adapter(String adapter) implements KillScope {
        /** Refuses a malformed id. */
        public Adapter {
            Check.name(adapter, "kill.adapter");
        }

        @Override
        public String key() {
            return KillScopeKey.ADAPTER + adapter;
        }

        @Override
        public String toString() {
            return key();
        }
    }

    /**
     * Attempts at a target.
     *
     * @param target the target
     */
    record Target(TargetId target) implements KillScope {
        /** Refuses null. */
        public Target {
            Check.notNull(target, "kill.target");
        }

        @Override
        public String key() {
            return KillScopeKey.TARGET + target.value();
        }

        @Override
        public String toString() {
            return key();
        }
    }

    /**
     * Requests of a tenant, those that the cache could answer included.
     *
     * @param tenant the tenant
     */
    record Tenant(String tenant) implements KillScope {
        /** Refuses null. */
        public Tenant {
            Check.notNull(tenant, "kill.tenant");
        }

        @Override
        public String key() {
            return KillScopeKey.TENANT + tenant;
        }

        /** Does not name the tenant, so that logs and decisions do not either. */
        @Override
        public String toString() {
            return KillScopeKey.TENANT + "*";
        }
    }

    /**
     * Requests of an operation type, those that the cache could answer included.
     *
     * @param operation the operation type
     */
    record Operation(OperationType operation) implements KillScope {
        /** Refuses null. */
        public Operation {
            Check.notNull(operation, "kill.operation");
        }

        @Override
        public String key() {
            return KillScopeKey.OPERATION + operation.name();
        }

        @Override
        public String toString() {
            return key();
        }
    }
}
