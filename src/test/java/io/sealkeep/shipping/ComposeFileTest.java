// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.shipping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the compose file must hold to, whatever else changes in it: no engine is at hand where this runs. */
class ComposeFileTest {

    private final Node file = read();

    @Test
    void everyPublishedPort_isPublishedOnLoopbackAlone() {
        assertThat(services().values())
                .flatExtracting(service -> listOf(service, "ports"))
                .hasSize(2)
                .allSatisfy(port -> assertThat((String) port).startsWith("127.0.0.1:"));
    }

    @Test
    void openNetwork_isSaidInTheFile_andSharedWithNoOtherClient() {
        assertThat(service("sealkeep").value("command"))
                .isEqualTo(List.of("--sealkeep.security.insecure-open-network=true"));
        assertThat(service("sealkeep").value("networks")).isEqualTo(List.of("embedded"));
        assertThat(services().entrySet())
                .filteredOn(entry -> !entry.getKey().equals("sealkeep"))
                .allSatisfy(
                        entry -> assertThat(entry.getValue().value("networks")).isEqualTo(List.of("localstack")));
    }

    @Test
    void bothSealkeeps_runWithoutPrivilegesOnAReadOnlyFileSystem() {
        assertThat(List.of(service("sealkeep"), service("sealkeep-localstack"))).allSatisfy(service -> {
            assertThat(service.value("read_only")).isEqualTo(true);
            assertThat(service.value("cap_drop")).isEqualTo(List.of("ALL"));
            assertThat(service.value("security_opt")).isEqualTo(List.of("no-new-privileges:true"));
            assertThat(service.value("ulimits")).isEqualTo(Map.of("core", 0));
            assertThat(service.map()).doesNotContainKeys("privileged", "cap_add", "user", "pid", "network_mode");
            assertThat(service.value("tmpfs"))
                    .asInstanceOf(LIST)
                    .singleElement()
                    .asString()
                    .startsWith("/tmp:")
                    .contains("noexec");
        });
    }

    /** Where only mem_limit is said, Docker gives the container as much swap again, and plaintext and keys would go to the disk. */
    @Test
    void bothSealkeeps_haveNoSwap() {
        assertThat(List.of(service("sealkeep"), service("sealkeep-localstack")))
                .allSatisfy(service ->
                        assertThat(service.value("memswap_limit")).isNotNull().isEqualTo(service.value("mem_limit")));
    }

    @Test
    void upWithoutAProfile_startsSealkeepAlone_withItsHomeInANamedVolume() {
        assertThat(services().entrySet())
                .filteredOn(entry -> !entry.getValue().map().containsKey("profiles"))
                .extracting(Map.Entry::getKey)
                .containsExactly("sealkeep");
        assertThat(service("sealkeep").value("volumes")).isEqualTo(List.of("data:/data"));
        assertThat(file.at("volumes", "data").value("name")).isEqualTo("sealkeep-data");
    }

    @Test
    void localstackProfile_takesImageAndTokenFromTheEnvironment_andWaitsUntilItIsHealthy() {
        Node localstack = service("localstack");
        Node sealkeep = service("sealkeep-localstack");

        assertThat(localstack.value("image")).isEqualTo("${LOCALSTACK_IMAGE:-localstack/localstack}");
        assertThat(localstack.at("environment").value("LOCALSTACK_AUTH_TOKEN")).isEqualTo("${LOCALSTACK_AUTH_TOKEN:-}");
        assertThat(localstack.map()).containsKey("healthcheck").doesNotContainKey("ports");
        assertThat(sealkeep.value("environment"))
                .asInstanceOf(MAP)
                .containsEntry("SEALKEEP_KMS_BACKEND", "aws")
                .containsEntry("SEALKEEP_KMS_ENDPOINT", "http://localstack:4566")
                .containsKeys("AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");
        assertThat(sealkeep.at("depends_on", "localstack").value("condition")).isEqualTo("service_healthy");
    }

    private Map<String, Node> services() {
        Node services = file.at("services");
        return services.map().keySet().stream().collect(Collectors.toMap(name -> name, services::at));
    }

    private Node service(String name) {
        return file.at("services", name);
    }

    private static List<?> listOf(Node service, String key) {
        return Stream.ofNullable((List<?>) service.map().get(key))
                .flatMap(List::stream)
                .toList();
    }

    private static Node read() {
        try {
            return Node.parse(Files.readString(Path.of("docker-compose.yml")));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
