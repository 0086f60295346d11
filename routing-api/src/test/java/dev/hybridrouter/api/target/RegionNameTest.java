package dev.hybridrouter.api.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hybridrouter.api.request.RegionSet;
import dev.hybridrouter.api.request.ResidencyRequirement;
import java.time.LocalDate;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** That a name that no region can have is refused where it is written, and not found out by rejected requests. */
class RegionNameTest {
    static Stream<Consumer<String>> places() {
        return Stream.of(
                name -> ResidencyRequirement.within(name),
                name -> ResidencyRequirement.within(RegionSet.EU).and(name),
                name -> Destinations.declared(LocalDate.EPOCH, "test", name),
                name -> new RegionSet("OURS", Set.of(name), LocalDate.EPOCH, "test"),
                name -> Target.builder("t", "p", "m").region(name),
                name -> Handling.builder().callRegion(name),
                name -> Handling.builder().sharing(Sharing.OPERATOR).sharedIn(name));
    }

    @ParameterizedTest
    @MethodSource("places")
    void nameOfNoRegion_isRefused(Consumer<String> place) {
        for (String name : Set.of(
                "EU",
                "eu",
                "EU-CENTRAL-1",
                "Eu-central-1",
                "eu-central",
                "us-gov",
                " eu-central-1",
                "eu-central-1 ",
                "eu-central-1\n",
                "eu_central_1",
                "eu-central-1a",
                "eu--1",
                "*",
                "global.")) {
            assertThatIllegalArgumentException()
                    .as(name)
                    .isThrownBy(() -> place.accept(name))
                    .withMessageContaining('"' + name + "\" (expected: the name of a region in lower case");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eu-central-1",
                "eusc-de-east-1",
                "us-gov-west-1",
                "us-isob-east-1",
                "ap-southeast-12",
                "europe-west1",
                "westeurope",
                "eastus2"
            })
    void regionsOfSeveralProviders_areTaken(String name) {
        assertThat(ResidencyRequirement.within(name).allowedRegions()).containsExactly(name);
    }
}
