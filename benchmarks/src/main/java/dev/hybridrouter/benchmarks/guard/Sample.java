package dev.hybridrouter.benchmarks.guard;

/** Texts to inspect. All data in them are made up. */
public enum Sample {
    /** Prose of two languages in which there is nothing to find. */
    PROSE("""
            The committee met on Tuesday to discuss the plan, and after a long debate most members agreed that the road \
            should be built before winter. Nobody was surprised. Der Vorschlag wurde am Ende mit großer Mehrheit angenommen, \
            obwohl einige Mitglieder zuvor deutliche Zweifel geäußert hatten; in den letzten 12 Jahren war nichts geschehen. \
            """),
    /** A log and a query, full of numbers and signs that are none of it. */
    MACHINE("""
            2024-05-17T10:30:45.123Z INFO [main] c.e.app.Service - request id=4bf92f3577b34da6 took 12.5 ms, 200 OK, v1.2.3
            SELECT id, name, total FROM orders WHERE created_at > '2024-01-01' AND total >= 99.95 LIMIT 10; -- build 7f3c9a1
            {"items":[{"sku":"A-1029","qty":3,"price":19.99},{"sku":"B-7781","qty":1,"price":5.00}],"next":null}
            """),
    /** Something to find in nearly every sentence. */
    PERSONAL("""
            Dear support, I am Ann (ann.smith@example.com, +44 7700 900123). Please refund 4111 1111 1111 1111 or wire it to \
            DE89 3704 0044 0532 0130 00. Meine Steuer-ID ist 86095742719, mein Passwort lautet Kaffee2024. Anmeldung von \
            203.0.113.42, Tel.: 030 / 12345678, api_key=9f8e7d6c5b4a39281706f5e4d3c2b1a0. \
            """),
    /** Beginnings that lead nowhere: as much work for each character as can be had. */
    HOSTILE("12 3-4 56/78 90 +12 34.a1@b-c.d1 eyJ-eyJ.eyJ 4000 0000 0000 0001 DE00 0000 ");

    private final String seed;

    Sample(String seed) {
        this.seed = seed;
    }

    /** Returns so many characters of it. */
    String text(int length) {
        return seed.repeat(length / seed.length() + 1).substring(0, length);
    }
}
