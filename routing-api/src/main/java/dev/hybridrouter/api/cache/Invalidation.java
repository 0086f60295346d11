package dev.hybridrouter.api.cache;

import dev.hybridrouter.api.internal.Check;
import dev.hybridrouter.api.request.RouteRequest;

/** Which answers are to be thrown away. Immutable; {@code toString} names neither tenant nor tag. */
public sealed interface Invalidation {
    /** Returns all answers. */
    static Invalidation everything() {
        return new Everything();
    }

    /** Returns the answers of a tenant. */
    static Invalidation tenant(String tenant) {
        return new Tenant(tenant);
    }

    /** Returns the answers to requests with this tag. */
    static Invalidation tag(String key, String value) {
        return new Tag(key, value);
    }

    /** Returns the answers of a model, named as targets name it. */
    static Invalidation model(String model) {
        return new Model(model);
    }

    /** Returns the answer to a request of that tenant, whatever its deadline, operation type and tags. */
    static Invalidation request(RouteRequest request) {
        return new Request(request);
    }

    /** All answers. */
    record Everything() implements Invalidation {}

    /**
     * The answers of a tenant.
     *
     * @param tenant the tenant
     */
    record Tenant(String tenant) implements Invalidation {
        /** Refuses a blank name. */
        public Tenant {
            Check.notBlank(tenant, "invalidation.tenant");
        }

        @Override
        public String toString() {
            return "Tenant[]";
        }
    }

    /**
     * The answers to requests with a tag.
     *
     * @param key of the tag
     * @param value of the tag
     */
    record Tag(String key, String value) implements Invalidation {
        /** Refuses a blank key. */
        public Tag {
            Check.notBlank(key, "invalidation.tag");
            Check.notNull(value, "invalidation.tagValue");
        }

        @Override
        public String toString() {
            return "Tag[]";
        }
    }

    /**
     * The answers of a model.
     *
     * @param model as targets name it
     */
    record Model(String model) implements Invalidation {
        /** Refuses a blank name. */
        public Model {
            Check.notBlank(model, "invalidation.model");
        }
    }

    /**
     * The answer to one request.
     *
     * @param request the request
     */
    record Request(RouteRequest request) implements Invalidation {
        /** Refuses null. */
        public Request {
            Check.notNull(request, "invalidation.request");
        }
    }
}
