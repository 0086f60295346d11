package dev.hybridrouter.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OutageTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @Test
    void outage_hasOneLineWhereItBegins_andOneWhereItEnds() {
        Outage outage = Outage.each();

        assertThat(outage.worked(0)).isNull();
        assertThat(outage.failed(SECOND)).isTrue();
        assertThat(outage.failed(2 * SECOND)).isFalse();
        assertThat(outage.isOngoing()).isTrue();
        assertThat(outage.worked(5 * SECOND)).isEqualTo(new Outage.Ended(Duration.ofSeconds(4), 2));
        assertThat(outage.worked(5 * SECOND)).isNull();
        assertThat(outage.isOngoing()).isFalse();
        assertThat(outage.failed(5 * SECOND)).isTrue();
    }

    @Test
    void pacedOutage_soonAfterAnother_getsItsLineWhenAMinuteIsOver_orNone() {
        Outage outage = Outage.paced();
        outage.failed(0);
        outage.worked(SECOND);

        assertThat(outage.failed(2 * SECOND)).isFalse();
        assertThat(outage.worked(3 * SECOND)).isNull();
        assertThat(outage.failed(4 * SECOND)).isFalse();
        assertThat(outage.failed(60 * SECOND)).isTrue();
        assertThat(outage.worked(61 * SECOND)).isEqualTo(new Outage.Ended(Duration.ofSeconds(57), 2));
    }

    @Test
    void pace_letsOneThroughAMinute_andCountsTheRest() {
        Pace pace = new Pace(0);

        assertThat(pace.next(0)).isZero();
        assertThat(pace.next(SECOND)).isEqualTo(-1);
        assertThat(pace.next(59 * SECOND)).isEqualTo(-1);
        assertThat(pace.next(60 * SECOND)).isEqualTo(2);
        assertThat(pace.next(61 * SECOND)).isEqualTo(-1);
    }
}
