package dev.hybridrouter.audit;

import dev.hybridrouter.api.budget.Correction;
import dev.hybridrouter.api.control.KillEvent;
import dev.hybridrouter.api.decision.Decision;
import dev.hybridrouter.api.request.RequestContext;
import dev.hybridrouter.spi.event.HandlingChanged;

/** What a record will tell of, with names as they are: it never leaves the log. */
sealed interface Happening {
    /** Whether it may have all the room there is for those that wait, or half of it. */
    boolean matters();

    /** A request ended. The answer is left out, so that none is kept alive. */
    record Ended(RequestContext context, Decision decision) implements Happening {
        /** Requests for which nothing was sent, which may be many just when there is little room, have half of it. */
        @Override
        public boolean matters() {
            return !decision.attempts().isEmpty();
        }
    }

    /** What an account has settled was corrected. */
    record Corrected(Correction correction) implements Happening {
        @Override
        public boolean matters() {
            return true;
        }
    }

    /** What is known of a target's handling of data changed. */
    record Handled(HandlingChanged event) implements Happening {
        @Override
        public boolean matters() {
            return true;
        }
    }

    /** Something was done to a kill switch. */
    record Switched(KillEvent event) implements Happening {
        @Override
        public boolean matters() {
            return true;
        }
    }
}
