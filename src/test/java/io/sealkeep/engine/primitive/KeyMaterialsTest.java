// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.kms.model.KeySpec;

class KeyMaterialsTest {

    static Stream<KeySpec> specs() {
        return TestMaterials.specs();
    }

    static Stream<KeySpec> pairSpecs() {
        return TestMaterials.pairSpecs();
    }

    static Stream<KeySpec> quickSpecs() {
        return TestMaterials.specs().filter(spec -> !KeyMaterials.isSlowToMake(spec));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void open_ofWhatWasGenerated_hasTheMaterialId(KeySpec spec) {
        assertThat(TestMaterials.of(spec).materialId()).isEqualTo(TestMaterials.MATERIAL_ID);
    }

    @ParameterizedTest
    @MethodSource("quickSpecs")
    void generate_twice_isNeverTheSame(KeySpec spec) {
        assertThat(KeyMaterials.generate(spec, RandomBytes.system()))
                .isNotEqualTo(KeyMaterials.generate(spec, RandomBytes.system()));
    }

    @ParameterizedTest
    @MethodSource("quickSpecs")
    void generate_drawsFrom_theGivenSource(KeySpec spec) {
        List<byte[]> drawn = new ArrayList<>();

        KeyMaterials.generate(spec, TestRandom.showing(drawn::add));

        assertThat(drawn).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("pairSpecs")
    void publicKey_andPrivateKey_areCopies(KeySpec spec) {
        KeyPairMaterial pair = TestMaterials.pair(spec);
        byte[] before = pair.publicKey();
        byte[] privateBefore = TestMaterials.pkcs8(pair);
        Arrays.fill(pair.publicKey(), (byte) 0);
        pair.privateKey().close();

        assertThat(pair.publicKey()).isEqualTo(before);
        assertThat(TestMaterials.pkcs8(pair)).isEqualTo(privateBefore);
    }

    @ParameterizedTest
    @MethodSource("pairSpecs")
    void privateKey_afterClose_isRefused(KeySpec spec) {
        KeyPairMaterial pair = TestMaterials.pair(spec);
        pair.close();

        assertThatExceptionOfType(SecretBytes.WipedException.class).isThrownBy(pair::privateKey);
    }

    @ParameterizedTest
    @MethodSource("pairSpecs")
    void open_wipes_whatItTookOver(KeySpec spec) {
        byte[] encoded = TestMaterials.encoded(spec);

        TestMaterials.open(spec, SecretBytes.takeOver(encoded));

        assertThat(encoded).containsOnly(0);
    }

    @ParameterizedTest
    @MethodSource("specs")
    void open_ofOneByteLessOrMore_isRefused(KeySpec spec) {
        byte[] encoded = TestMaterials.encoded(spec);

        for (int length : new int[] {0, 1, encoded.length - 1, encoded.length + 1}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TestMaterials.open(spec, SecretBytes.takeOver(Arrays.copyOf(encoded, length))));
        }
    }

    @ParameterizedTest
    @MethodSource("pairSpecs")
    void open_asAnotherSpec_isRefused(KeySpec spec) {
        List<KeySpec> accepting = new ArrayList<>();
        pairSpecs().filter(other -> other != spec).forEach(other -> {
            try {
                TestMaterials.open(other, SecretBytes.takeOver(TestMaterials.encoded(spec)));
                accepting.add(other);
            } catch (IllegalArgumentException e) {
                // as it should
            }
        });

        assertThat(accepting).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("specs")
    void toString_betrays_nothing(KeySpec spec) {
        assertThat(TestMaterials.of(spec).toString()).matches("[A-Za-z0-9]+\\[" + TestMaterials.MATERIAL_ID + "]");
    }

    @Test
    void unknownSpec_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyMaterials.generate(KeySpec.UNKNOWN_TO_SDK_VERSION, RandomBytes.system()));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> TestMaterials.open(KeySpec.UNKNOWN_TO_SDK_VERSION, SecretBytes.takeOver(new byte[32])));
    }
}
