package dev.hybridrouter.api.control;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.request.OperationType;
import dev.hybridrouter.api.target.Path;

/** Writes and reads scopes as one word. */
final class KillScopeKey {
    static final String EVERYTHING = "everything";
    static final String PATH = "path:";
    static final String ADAPTER = "adapter:";
    static final String TARGET = "target:";
    static final String TENANT = "tenant:";
    static final String OPERATION = "operation:";

    private KillScopeKey() {}

    static KillScope parse(String key) {
        if (Check.notNull(key, "kill.key").equals(EVERYTHING)) {
            return KillScope.everything();
        }
        String value = key.substring(key.indexOf(':') + 1);
        return switch (key.substring(0, key.length() - value.length())) {
            case PATH -> KillScope.path(new Path(value));
            case ADAPTER -> KillScope.adapter(value);
            case TARGET -> KillScope.target(value);
            case TENANT -> KillScope.tenant(value);
            case OPERATION -> KillScope.operation(new OperationType(value));
            default ->
                throw Check.invalid(
                        "kill.key",
                        '"' + key + '"',
                        "everything, or path:, adapter:, target:, tenant: or operation: and a value");
        };
    }
}
