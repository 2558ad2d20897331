// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.shipping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart, linted and rendered by Helm itself, without a cluster. */
class HelmChartTest {

    private static final Path CHART = Path.of("helm/sealkeep");
    private static final String ROOT_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final String MEANT = "security: {insecureOpenNetwork: true}\n";
    private static final String FROM_SECRET = MEANT + "rootKey: {existingSecret: sealkeep-root-key}\n";

    @TempDir
    Path directory;

    @Test
    void lint_ofTheChart_findsNothing() {
        LintResult result = new Helm(CHART).lint().strict().call();

        assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
        assertThat(result.getMessages()).noneMatch(message -> message.contains("WARNING") || message.contains("ERROR"));
    }

    @Test
    void template_withDefaults_refusesAndNamesTheSwitch() {
        assertThatThrownBy(() -> render(""))
                .hasMessageContaining("no authentication yet")
                .hasMessageContaining("security.insecureOpenNetwork=true");
    }

    @Test
    void template_withoutARootKey_refusesAndNamesTheWays() {
        assertThatThrownBy(() -> render(MEANT))
                .hasMessageContaining("Say where the root key comes from")
                .hasMessageContaining("rootKey.existingSecret")
                .hasMessageContaining("rootKey.file=true");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rootKey: {existingSecret: a, file: true}",
                "rootKey: {existingSecret: a, value: " + ROOT_KEY + "}",
                "rootKey: {value: " + ROOT_KEY + ", file: true}"
            })
    void template_withTwoRootKeys_refuses(String values) {
        assertThatThrownBy(() -> render(MEANT + values)).hasMessageContaining("in exactly one way");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replicaCount: 2",
                "replicaCount: 0",
                "security: {insecureOpenNetwork: \"true\"}",
                "security: {insecureOpenNetwork: true, mode: enforced}",
                "security: {insecureOpenNetwork: true, allowedHosts: [\"*\"]}",
                "rootKey: {value: dG9vIHNob3J0}",
                "rootKey: {value: AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9=}",
                "accountId: \"12\"",
                "accountId: 123456789012",
                "region: Europe",
                "kms: {backend: vault}",
                "persistence: {size: lots}",
                "networkPolicy: {enabled: true, from: []}",
                "service: {type: LoadBalancer}",
                "replicas: 1"
            })
    void template_withAValueOutsideTheSchema_refuses(String values) {
        // The value under test comes last: on a duplicate key it is the one that counts.
        assertThatThrownBy(() -> render(List.of(FROM_SECRET, values)))
                .hasMessageContaining("values don't meet the specifications of the schema");
    }

    @Test
    void deployment_isOneHardenedReplicaThatIsReplacedNotRolled() {
        Node spec = render(FROM_SECRET).get("Deployment").at("spec");
        Node pod = spec.at("template", "spec");
        Node container = pod.first("containers");

        assertThat(spec.value("replicas")).isEqualTo(1);
        assertThat(spec.at("strategy").value("type")).isEqualTo("Recreate");
        assertThat(pod.value("automountServiceAccountToken")).isEqualTo(false);
        assertThat(pod.at("securityContext").map())
                .containsEntry("runAsNonRoot", true)
                .containsEntry("runAsUser", 65532)
                .containsEntry("fsGroup", 65532)
                .containsEntry("fsGroupChangePolicy", "OnRootMismatch")
                .containsEntry("seccompProfile", Map.of("type", "RuntimeDefault"));
        assertThat(container.at("securityContext").map())
                .containsEntry("allowPrivilegeEscalation", false)
                .containsEntry("readOnlyRootFilesystem", true)
                .containsEntry("capabilities", Map.of("drop", List.of("ALL")));
        assertThat(container.value("args"))
                .asInstanceOf(LIST)
                .contains("--sealkeep.security.insecure-open-network=true");
        assertThat(container.value("image")).isEqualTo("sealkeep:" + projectVersion());
        assertThat(pod.toString()).doesNotContain("hostNetwork", "hostPath", "privileged");
    }

    @Test
    void probes_askTheMainPort() {
        Node container = render(FROM_SECRET).container();

        assertThat(container.value("ports")).isEqualTo(List.of(Map.of("name", "http", "containerPort", 8080)));
        assertThat(container.at("startupProbe", "httpGet").map()).isEqualTo(Map.of("path", "/livez", "port", "http"));
        assertThat(container.at("livenessProbe", "httpGet").map()).isEqualTo(Map.of("path", "/livez", "port", "http"));
        assertThat(container.at("readinessProbe", "httpGet").map())
                .isEqualTo(Map.of("path", "/readyz", "port", "http"));
    }

    @Test
    void rootKey_fromAnExistingSecret_isReferencedAndNotWritten() {
        Manifests manifests = render(MEANT + "rootKey: {existingSecret: mine, existingSecretKey: key}");

        assertThat(manifests.kinds()).doesNotContain("Secret");
        assertThat(manifests.environment()).containsEntry("SEALKEEP_ROOT_KEY_PROVIDER", "environment");
        assertThat(manifests.environment().get("SEALKEEP_ROOT_KEY"))
                .isEqualTo(Map.of("secretKeyRef", Map.of("name", "mine", "key", "key")));
    }

    @Test
    void rootKey_byValue_isInASecretThatStaysAndCannotChange() {
        Manifests manifests = render(MEANT + "rootKey: {value: " + ROOT_KEY + "}");
        Node secret = manifests.get("Secret");

        assertThat(secret.at("stringData").value("SEALKEEP_ROOT_KEY")).isEqualTo(ROOT_KEY);
        assertThat(secret.value("immutable")).isEqualTo(true);
        assertThat(secret.at("metadata", "annotations").value("helm.sh/resource-policy"))
                .isEqualTo("keep");
        assertThat(manifests.environment().get("SEALKEEP_ROOT_KEY"))
                .isEqualTo(Map.of(
                        "secretKeyRef",
                        Map.of("name", secret.at("metadata").value("name"), "key", "SEALKEEP_ROOT_KEY")));
        assertThat(manifests.get("Deployment").toString()).doesNotContain(ROOT_KEY);
    }

    @Test
    void image_byDefault_isTheOneThatTheValuesSayHowToBuild() throws IOException {
        Object image = render(FROM_SECRET).container().value("image");

        assertThat(Files.readString(CHART.resolve("values.yaml"))).contains("`docker build -t " + image + " .`");
    }

    @Test
    void rootKey_inTheVolume_needsNoSecret() {
        Manifests manifests = render(MEANT + "rootKey: {file: true}");

        assertThat(manifests.kinds()).doesNotContain("Secret");
        assertThat(manifests.environment())
                .containsEntry("SEALKEEP_ROOT_KEY_PROVIDER", "file")
                .doesNotContainKey("SEALKEEP_ROOT_KEY");
    }

    @Test
    void render_twice_isTheSame() {
        String values = MEANT + "rootKey: {value: " + ROOT_KEY + "}";

        assertThat(render(values).text()).isEqualTo(render(values).text());
    }

    @Test
    void volume_outlivesTheRelease() {
        Manifests manifests = render(FROM_SECRET);
        Node claim = manifests.get("PersistentVolumeClaim");

        assertThat(claim.at("metadata", "annotations").value("helm.sh/resource-policy"))
                .isEqualTo("keep");
        assertThat(manifests.pod().value("volumes"))
                .asInstanceOf(LIST)
                .contains(Map.of(
                        "name",
                        "data",
                        "persistentVolumeClaim",
                        Map.of("claimName", claim.at("metadata").value("name"))));
        assertThat(manifests.container().value("volumeMounts"))
                .asInstanceOf(LIST)
                .containsExactly(
                        Map.of("name", "data", "mountPath", "/data"), Map.of("name", "tmp", "mountPath", "/tmp"));
        assertThat(manifests.environment()).containsEntry("SEALKEEP_HOME", "/data");
    }

    @Test
    void names_inTheClusterAndInTheValues_mayBeCalled() {
        Manifests manifests =
                render(List.of(FROM_SECRET, "security: {insecureOpenNetwork: true, allowedHosts: [kms.example]}"));

        assertThat(manifests.environment())
                .containsEntry(
                        "SEALKEEP_SECURITY_ALLOWED_HOSTS",
                        "test-sealkeep,test-sealkeep.default,test-sealkeep.default.svc,"
                                + "test-sealkeep.default.svc.cluster.local,kms.example");
    }

    @Test
    void network_byDefault_letsTheNamespaceInAndNothingOut() {
        Manifests manifests = render(FROM_SECRET);
        Node policy = manifests.get("NetworkPolicy").at("spec");

        assertThat(manifests.get("Service").at("spec").value("type")).isEqualTo("ClusterIP");
        assertThat(policy.value("policyTypes")).isEqualTo(List.of("Ingress", "Egress"));
        assertThat(policy.first("ingress").value("from")).isEqualTo(List.of(Map.of("podSelector", Map.of())));
        assertThat(policy.value("egress")).isEqualTo(List.of());
    }

    @Test
    void awsBackend_needsNoRootKeyAndMayCallOut() {
        Manifests manifests = render(
                MEANT
                        + "kms: {backend: aws, endpoint: \"http://localstack:4566\"}\nregion: eu-central-1\nextraEnv: [{name: X, value: \"1\"}]");

        assertThat(manifests.environment())
                .containsEntry("SEALKEEP_KMS_BACKEND", "aws")
                .containsEntry("SEALKEEP_KMS_ENDPOINT", "http://localstack:4566")
                .containsEntry("AWS_REGION", "eu-central-1")
                .containsEntry("X", "1")
                .doesNotContainKeys("SEALKEEP_ROOT_KEY", "SEALKEEP_ROOT_KEY_PROVIDER");
        assertThat(manifests.get("NetworkPolicy").at("spec").value("egress")).isEqualTo(List.of(Map.of()));
    }

    @Test
    void chart_hasTheProjectsVersion() throws IOException {
        Node chart = Node.parse(Files.readString(CHART.resolve("Chart.yaml")));

        assertThat(chart.value("appVersion")).isEqualTo(projectVersion());
        assertThat(chart.value("version")).isEqualTo(projectVersion());
    }

    private Manifests render(String values) {
        return render(List.of(values));
    }

    private Manifests render(List<String> values) {
        try {
            var command = new Helm(CHART)
                    .template()
                    .withName("test")
                    .withNamespace("default")
                    .withKubeVersion("1.34.0");
            for (int i = 0; i < values.size(); i++) {
                command.withValuesFile(Files.writeString(directory.resolve(i + ".yaml"), values.get(i)));
            }
            return Manifests.parse(command.call());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String projectVersion() {
        try {
            Matcher version = Pattern.compile("<artifactId>sealkeep</artifactId>\\s*<version>([^<]+)</version>")
                    .matcher(Files.readString(Path.of("pom.xml")));
            assertThat(version.find()).isTrue();
            return version.group(1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What one rendering gave, by kind: the chart makes at most one of each. */
    private record Manifests(String text, Map<String, Node> byKind) {

        static Manifests parse(String text) {
            Map<String, Node> byKind = new HashMap<>();
            for (Node manifest : Node.parseAll(text)) {
                assertThat(byKind.put((String) manifest.value("kind"), manifest))
                        .isNull();
            }
            return new Manifests(text, byKind);
        }

        List<String> kinds() {
            return List.copyOf(byKind.keySet());
        }

        Node get(String kind) {
            Node manifest = byKind.get(kind);
            assertThat(manifest).as(kind).isNotNull();
            return manifest;
        }

        Node pod() {
            return get("Deployment").at("spec", "template", "spec");
        }

        Node container() {
            return pod().first("containers");
        }

        /** The container's variables: a value, or the map that says where it comes from. */
        Map<String, Object> environment() {
            Map<String, Object> environment = new HashMap<>();
            for (Node variable : container().list("env")) {
                Object value =
                        variable.map().getOrDefault("value", variable.map().get("valueFrom"));
                assertThat(environment.put((String) variable.value("name"), value))
                        .isNull();
            }
            return environment;
        }
    }
}
