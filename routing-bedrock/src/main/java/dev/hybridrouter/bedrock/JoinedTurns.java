package dev.hybridrouter.bedrock;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Joins adjacent turns of one role, because the service wants the roles to alternate, whoever made them adjacent: results of
 * tools in a turn each, two questions in a row, an answer of nothing visible between two. Turns of nothing are left out; a
 * user who says nothing at all is refused.
 */
record JoinedTurns() implements UnaryOperator<List<ConverseTurn>> {
    @Override
    public List<ConverseTurn> apply(List<ConverseTurn> turns) {
        List<ConverseTurn> joined = new ArrayList<>(turns.size());
        for (ConverseTurn turn : turns) {
            if (!turn.isUser() && turn.blocks().isEmpty()) {
                continue;
            }
            int last = joined.size() - 1;
            if (last >= 0 && joined.get(last).role() == turn.role()) {
                joined.set(last, joined(joined.get(last), turn));
            } else {
                joined.add(turn);
            }
        }
        joined.forEach(JoinedTurns::checkSaysSomething);
        return joined;
    }

    private static ConverseTurn joined(ConverseTurn first, ConverseTurn second) {
        List<ConverseBlock> all = new ArrayList<>(first.blocks());
        all.addAll(second.blocks());
        return first.with(all);
    }

    private static void checkSaysSomething(ConverseTurn turn) {
        if (turn.blocks().isEmpty()) {
            throw RequestRefusal.invalid(turn.field(), "blank", "text or other content");
        }
    }
}
