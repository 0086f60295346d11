package dev.hybridrouter.api.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Set;
import nl.jqno.equalsverifier.EqualsVerifier;
import nl.jqno.equalsverifier.Warning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HandlingTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 24);

    private static Handling.Builder frankfurt() {
        return Handling.builder()
                .operators("One GmbH")
                .callRegion("eu-central-1")
                .destinations(Destinations.declared(DAY, "operations", "eu-central-1"))
                .retention(Duration.ofDays(1))
                .sharing(Sharing.NONE)
                .declared(DAY, "operations");
    }

    @Test
    void equals_isByValue() {
        EqualsVerifier.forClass(Handling.class).suppress(Warning.NULL_FIELDS).verify();
        assertThat(frankfurt().build())
                .isEqualTo(frankfurt().build().toBuilder().build());
    }

    @Test
    void unknown_knowsNothing() {
        Handling unknown = Handling.unknown();

        assertThat(unknown.operators()).isEmpty();
        assertThat(unknown.callRegion()).isEmpty();
        assertThat(unknown.destinations()).isEmpty();
        assertThat(unknown.retention()).isEmpty();
        assertThat(unknown.sharing()).isEqualTo(Sharing.UNKNOWN);
        assertThat(unknown.asOf()).isEmpty();
        assertThat(unknown.evidence()).isEmpty();
        assertThat(unknown).isEqualTo(Handling.builder().build());
    }

    @Test
    void sharing_isOrdered_andUnknownIsTheWidest() {
        assertThat(Sharing.NONE.isWithin(Sharing.NONE)).isTrue();
        assertThat(Sharing.OPERATOR.isWithin(Sharing.NONE)).isFalse();
        assertThat(Sharing.OPERATOR.isWithin(Sharing.MODEL_PROVIDER)).isTrue();
        assertThat(Sharing.UNKNOWN.isWithin(Sharing.MODEL_PROVIDER)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "UNKNOWN"})
    void placesOfCopies_whereNobodyHasOne_areRefused(Sharing sharing) {
        Handling.Builder contradiction = Handling.builder().sharing(sharing).sharedIn("eu-west-1");

        assertThatThrownBy(contradiction::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("handling.sharedIn: [eu-west-1]");
    }

    @Test
    void badValues_areRefusedByField() {
        assertThatThrownBy(() -> Handling.builder().retention(Duration.ofDays(-1)))
                .hasMessageContaining("handling.retention");
        assertThatThrownBy(() -> Handling.builder().callRegion("two words"))
                .hasMessageContaining("handling.callRegion");
        assertThatThrownBy(() -> Handling.builder().operators(" ")).hasMessageContaining("handling.operators[]");
        assertThatThrownBy(() -> Handling.builder().evidence(DAY, "")).hasMessageContaining("handling.evidence");
    }

    @Test
    void alongside_isAsWideAsBoth() {
        Handling server = Handling.builder()
                .operators("Two Ltd")
                .callRegion("eu-west-2")
                .destinations(Destinations.declared(DAY.minusDays(3), "Two Ltd", "eu-west-1"))
                .retention(Duration.ofDays(7))
                .sharing(Sharing.OPERATOR)
                .sharedIn("eu-west-1")
                .declared(DAY.minusDays(9), "Two Ltd")
                .build();

        Handling both = frankfurt().build().alongside(server);

        assertThat(both.operators()).containsExactlyInAnyOrder("One GmbH", "Two Ltd");
        assertThat(both.callRegion()).contains("eu-central-1");
        Destinations destinations = both.destinations().orElseThrow();
        assertThat(destinations.regions()).containsExactlyInAnyOrder("eu-central-1", "eu-west-1", "eu-west-2");
        assertThat(destinations.asOf()).isEqualTo(DAY.minusDays(3));
        assertThat(destinations.evidence()).isEqualTo("declared by operations, and declared by Two Ltd");
        assertThat(both.retention()).contains(Duration.ofDays(7));
        assertThat(both.sharing()).isEqualTo(Sharing.OPERATOR);
        assertThat(both.sharedIn()).isEqualTo(Set.of("eu-west-1"));
        assertThat(both.asOf()).contains(DAY.minusDays(9));
    }

    @Test
    void alongside_whatOneDoesNotKnow_isUnknown() {
        Handling both = frankfurt().build().alongside(Handling.unknown());

        assertThat(both).isEqualTo(Handling.builder().callRegion("eu-central-1").build());
        Handling copies = Handling.builder().sharing(Sharing.MODEL_PROVIDER).build();
        Handling known = copies.toBuilder().sharedIn("eu-west-1").build();
        assertThat(copies.alongside(known).sharedIn()).isEmpty();
    }

    @Test
    void target_isCalledWhereItsHandlingSays_andNowhereElse() {
        Target.Builder target =
                Target.builder("fast", "any", "model").handling(frankfurt().build());

        assertThat(target.build().region()).contains("eu-central-1");
        assertThatThrownBy(() -> target.region("us-east-1").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("target[fast].handling.callRegion: eu-central-1");
        Target moved = Target.builder("fast", "any", "model").region("eu-west-1").build().toBuilder()
                .region("us-east-1")
                .build();
        assertThat(moved.handling().callRegion()).contains("us-east-1");
    }

    @Test
    void retentionOfATarget_takesNoDateFromOtherStatements() {
        Target target = Target.builder("fast", "any", "model")
                .handling(frankfurt().build())
                .retention(Duration.ZERO)
                .build();

        assertThat(target.handling().retention()).contains(Duration.ZERO);
        assertThat(target.handling().asOf()).isEmpty();
        assertThat(target.handling().destinations()).isPresent();
    }
}
