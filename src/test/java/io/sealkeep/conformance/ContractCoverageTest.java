// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealkeep.contract.DryRunContract;
import io.sealkeep.contract.EveryContract;
import io.sealkeep.contract.KmsContract;
import io.sealkeep.contract.RecipientContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsRequest;

/** The contracts as a whole: each is run, each test says what it is about, and no operation is without one. */
class ContractCoverageTest {

    /** Returns the contracts that every backend runs. */
    private static List<Class<?>> contracts() {
        return Arrays.stream(EveryContract.class.getDeclaredClasses())
                .filter(nested -> nested.isAnnotationPresent(Nested.class))
                .<Class<?>>map(Class::getSuperclass)
                .toList();
    }

    private static Stream<Method> tests(Class<?> contract) {
        return Arrays.stream(contract.getDeclaredMethods())
                .filter(method -> AnnotationSupport.isAnnotated(method, Testable.class));
    }

    private static Set<String> operationsOf(Stream<Method> tests) {
        return tests.map(Method::getName)
                .map(Operations::ofMethod)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }

    /** Returns the operations whose request has that member. */
    private static List<String> operationsTaking(String member) {
        return Arrays.stream(KmsClient.class.getMethods())
                .filter(method -> method.getParameterCount() == 1)
                .<Class<?>>map(method -> method.getParameterTypes()[0])
                .filter(KmsRequest.class::isAssignableFrom)
                .filter(request -> Arrays.stream(request.getMethods())
                        .anyMatch(method -> method.getName().equals(member)))
                .map(request -> request.getSimpleName().replaceFirst("Request$", ""))
                .distinct()
                .toList();
    }

    @Test
    void everyContract_thatThereIs_isRunForEveryBackend() {
        assertThat(contracts()).hasSizeGreaterThan(10).containsExactlyInAnyOrderElementsOf(contractsThatThereAre());
    }

    private static List<Class<?>> contractsThatThereAre() {
        try {
            Path directory = Path.of(KmsContract.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .resolve(KmsContract.class.getPackageName().replace('.', '/'));
            try (Stream<Path> files = Files.list(directory)) {
                return files.map(file -> file.getFileName().toString())
                        .filter(file -> file.endsWith("Contract.class"))
                        .<Class<?>>map(file -> named(file.replaceFirst("\\.class$", "")))
                        .filter(type -> type != KmsContract.class && KmsContract.class.isAssignableFrom(type))
                        .toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static Class<?> named(String simpleName) {
        try {
            return Class.forName(KmsContract.class.getPackageName() + "." + simpleName);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    /** A factory's name need not: its tests' display names do, and the scoreboard would list one that does not. */
    @Test
    void everyTest_ofEveryContract_namesAnOperation() {
        assertThat(contracts().stream()
                        .flatMap(ContractCoverageTest::tests)
                        .filter(method -> !AnnotationSupport.isAnnotated(method, TestFactory.class))
                        .filter(method -> Operations.ofMethod(method.getName()).isEmpty()
                                || !method.getName().matches("[a-zA-Z]+_[a-zA-Z0-9]+_[a-zA-Z0-9]+")))
                .as("tests not named operation_condition_outcome")
                .isEmpty();
    }

    @Test
    void everyOperation_ofTheClient_hasATest() {
        Set<String> tested = operationsOf(contracts().stream().flatMap(ContractCoverageTest::tests));

        assertThat(tested).isNotEmpty();
        assertThat(Operations.all())
                .filteredOn(operation -> !tested.contains(operation))
                .as("operations without a test")
                .isEmpty();
    }

    @Test
    void everyOperationWithDryRun_inTheApi_isTriedDry() {
        assertThat(DryRunContract.operations()).containsExactlyInAnyOrderElementsOf(operationsTaking("dryRun"));
    }

    @Test
    void everyOperationWithRecipient_inTheApi_isTriedWithOne() {
        assertThat(operationsOf(tests(RecipientContract.class)))
                .containsExactlyInAnyOrderElementsOf(operationsTaking("recipient"));
    }

    @Test
    void everyContract_always_isAbstract() {
        assertThat(contracts())
                .allSatisfy(type ->
                        assertThat(Modifier.isAbstract(type.getModifiers())).isTrue());
    }
}
