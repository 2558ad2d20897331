// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.shipping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A mapping in a YAML file, with the way into it that assertions need. */
record Node(Map<String, Object> map) {

    static Node parse(String yaml) {
        List<Node> documents = parseAll(yaml);
        assertThat(documents).hasSize(1);
        return documents.getFirst();
    }

    static List<Node> parseAll(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        List<Node> documents = new ArrayList<>();
        for (Object document : new Yaml(new SafeConstructor(options)).loadAll(yaml)) {
            if (document != null) {
                documents.add(of(document));
            }
        }
        return documents;
    }

    @SuppressWarnings("unchecked")
    private static Node of(Object mapping) {
        assertThat(mapping).isInstanceOf(Map.class);
        return new Node((Map<String, Object>) mapping);
    }

    /** Returns the mapping at the end of a path of keys. */
    Node at(String... path) {
        Node node = this;
        for (String key : path) {
            node = of(node.value(key));
        }
        return node;
    }

    /** Returns what stands under a key. */
    Object value(String key) {
        assertThat(map).containsKey(key);
        return Objects.requireNonNull(map.get(key), key);
    }

    /** Returns the mappings in the list under a key. */
    List<Node> list(String key) {
        assertThat(value(key)).isInstanceOf(List.class);
        return ((List<?>) value(key)).stream().map(Node::of).toList();
    }

    /** Returns the first mapping in the list under a key. */
    Node first(String key) {
        return list(key).getFirst();
    }

    @Override
    public String toString() {
        return map.toString();
    }
}
