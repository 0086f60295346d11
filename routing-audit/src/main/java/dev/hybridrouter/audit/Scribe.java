package dev.hybridrouter.audit;

import dev.hybridrouter.api.budget.Correction;
import dev.hybridrouter.api.control.KillEvent;
import dev.hybridrouter.api.control.KillScope;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.decision.RoutePlan;
import dev.hybridrouter.api.erasure.Subject;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.audit.AuditRecord.Asker;
import dev.hybridrouter.audit.AuditRecord.Corrected;
import dev.hybridrouter.audit.AuditRecord.Decided;
import dev.hybridrouter.audit.AuditRecord.Handled;
import dev.hybridrouter.audit.AuditRecord.Switched;
import dev.hybridrouter.spi.event.HandlingChanged;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Makes records of what happened: takes pseudonyms for names, and leaves out what the host does not want kept. For one thread, but for {@link #forget}. */
final class Scribe {
    private static final String NO_USER = "";

    private final Pseudonyms pseudonyms;
    private final String userTag;
    private final List<String> tags;
    private final boolean outcomeOnly;
    private final Map<String, String> tenants = Collections.synchronizedMap(new Recent());
    private final Map<String, String> users = Collections.synchronizedMap(new Recent());

    /**
     * Creates a scribe.
     *
     * @param userTag the label that names the user; blank if none does
     * @param tags labels to keep as they are
     * @param outcomeOnly whether to leave out how targets were weighed
     */
    Scribe(Pseudonyms pseudonyms, String userTag, List<String> tags, boolean outcomeOnly) {
        this.pseudonyms = pseudonyms;
        this.userTag = userTag;
        this.tags = tags;
        this.outcomeOnly = outcomeOnly;
    }

    AuditRecord write(Waiting entry) {
        if (entry.what instanceof Happening.Corrected corrected) {
            return of(corrected.correction(), Instant.ofEpochMilli(entry.epochMillis));
        }
        if (entry.what instanceof Happening.Handled handled) {
            return of(handled.event(), Instant.ofEpochMilli(entry.epochMillis));
        }
        return entry.what instanceof Happening.Switched switched
                ? of(switched.event())
                : of((Happening.Ended) entry.what, Instant.ofEpochMilli(entry.epochMillis));
    }

    private Corrected of(Correction correction, Instant time) {
        String holder = correction.account().holder();
        return new Corrected(
                time,
                correction.account().budget(),
                holder.isEmpty() ? holder : known(tenants, holder, pseudonyms::tenant),
                correction.amount(),
                correction.cause(),
                known(users, correction.by(), pseudonyms::user));
    }

    private Handled of(HandlingChanged event, Instant time) {
        return new Handled(
                time,
                event.target(),
                event.before(),
                event.now(),
                event.found(),
                known(users, event.by(), pseudonyms::user));
    }

    private Switched of(KillEvent event) {
        KillScope scope = event.scope() instanceof KillScope.Tenant of
                ? KillScope.tenant(known(tenants, of.tenant(), pseudonyms::tenant))
                : event.scope();
        return new Switched(
                event.at(), scope, event.cause(), known(users, event.by(), pseudonyms::user), event.openPercent());
    }

    private Decided of(Happening.Ended ended, Instant time) {
        RequestContext context = ended.context();
        String user = userTag.isEmpty() ? null : context.tags().get(userTag);
        Asker asker = new Asker(
                known(tenants, context.tenant(), pseudonyms::tenant),
                user == null ? NO_USER : known(users, user, pseudonyms::user));
        return new Decided(time, asker, kept(context.tags()), kept(ended.decision()), outcomeOnly);
    }

    private Decision kept(Decision decision) {
        return outcomeOnly
                ? decision.toBuilder()
                        .plan(RoutePlan.builder()
                                .policyVersion(decision.policyVersion())
                                .cache(decision.cache())
                                .build())
                        .build()
                : decision;
    }

    /** Forgets a subject's name and pseudonym, so that the next record asks for its key again; returns whether they were known. */
    boolean forget(Subject subject) {
        if (subject instanceof Subject.Tenant tenant) {
            return tenants.remove(tenant.name()) != null;
        }
        return subject instanceof Subject.Tag tag && tag.key().equals(userTag) && users.remove(tag.value()) != null;
    }

    /** Not {@code computeIfAbsent}, which would not count as a use. */
    private static String known(Map<String, String> recent, String name, Function<String, String> pseudonym) {
        String found = recent.get(name);
        if (found == null) {
            found = pseudonym.apply(name);
            recent.put(name, found);
        }
        return found;
    }

    private Map<String, String> kept(Map<String, String> given) {
        if (tags.isEmpty() || given.isEmpty()) {
            return Map.of();
        }
        Map<String, String> kept = new TreeMap<>(given);
        kept.keySet().retainAll(tags);
        return kept;
    }

    /** The pseudonyms that were used last, because making one costs more than the rest of a record. */
    private static final class Recent extends LinkedHashMap<String, String> {
        private static final long serialVersionUID = 1;
        private static final int MOST = 4096;

        Recent() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST;
        }
    }
}
