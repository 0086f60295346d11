package dev.hybridrouter.benchmarks.affinity;

import dev.hybridrouter.api.target.TargetId;
import dev.hybridrouter.core.HybridRouterBuilder;
import dev.hybridrouter.core.Strategies;
import dev.hybridrouter.core.policy.AffinityPolicy;
import dev.hybridrouter.spi.RoutingStrategy;

/** How requests find their target. */
enum Way {
    /** One target as large as four. */
    SINGLE {
        @Override
        void set(HybridRouterBuilder router, Scenario scenario) {
            router.strategies(Strategies.leastLoaded());
        }
    },
    /** By chance. */
    RANDOM {
        @Override
        void set(HybridRouterBuilder router, Scenario scenario) {
            router.strategies(Strategies.weighted());
        }
    },
    /** Each conversation at a target of its own, whatever the load. */
    STICKY {
        @Override
        void set(HybridRouterBuilder router, Scenario scenario) {
            router.strategies(RoutingStrategy.named(
                    "sticky",
                    (request, view, chance) -> rendezvous(
                            request.context().tags().getOrDefault(Replay.CONVERSATION, ""),
                            view.target().id())));
        }
    },
    /** The fewest calls in flight. */
    LEAST_LOADED {
        @Override
        void set(HybridRouterBuilder router, Scenario scenario) {
            router.strategies(Strategies.leastLoaded());
        }
    },
    /** The library's affinity with its defaults, which do not know the slots. */
    AFFINITY {
        @Override
        void set(HybridRouterBuilder router, Scenario scenario) {
            prefer(router, policy(scenario).build());
        }
    },
    /** The same, told how many slots there are. */
    AFFINITY_TOLD {
        @Override
        void set(HybridRouterBuilder router, Scenario scenario) {
            prefer(router, policy(scenario).parallelCalls(scenario.slots()).build());
        }
    };

    abstract void set(HybridRouterBuilder router, Scenario scenario);

    int targets() {
        return this == SINGLE ? 1 : 4;
    }

    boolean isAffinity() {
        return this == AFFINITY || this == AFFINITY_TOLD;
    }

    /** What an hour of this load brings has to be remembered where it is cached for an hour. */
    private static AffinityPolicy.Builder policy(Scenario scenario) {
        AffinityPolicy.Builder policy = AffinityPolicy.builder().ttl(scenario.ttl());
        return scenario.ttl().compareTo(AffinityPolicy.defaults().ttl()) > 0 ? policy.maxPrefixes(500_000) : policy;
    }

    private static void prefer(HybridRouterBuilder router, AffinityPolicy policy) {
        router.affinity(policy).strategies(Strategies.affinity(policy), Strategies.leastLoaded());
    }

    /** The target that draws the lowest number wins (Thaler and Ravishankar, 1998). */
    private static double rendezvous(String conversation, TargetId target) {
        long mixed = (conversation.hashCode() * 31L + target.hashCode()) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
        return (double) (mixed ^ (mixed >>> 32));
    }
}
