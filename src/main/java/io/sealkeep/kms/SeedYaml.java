// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import io.sealkeep.home.StartRefusedException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.DuplicateKeyException;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads YAML as maps, lists and text, and nothing else: a policy's {@code Version: 2012-10-17} is no date and hex digits are no number
 * (the "failsafe schema" of YAML 1.2.2, 10.1). Refused are aliases, with which a short file unfolds to a huge one, members that stand
 * there twice, and a second document. Stateless.
 */
final class SeedYaml {

    private static final int MAX_DEPTH = 20;

    private SeedYaml() {}

    /**
     * Returns what the file holds, null for nothing. Wipes the bytes.
     *
     * @throws StartRefusedException if it is not such YAML; says where, but not what stands there, which may be a secret
     */
    static @Nullable Object read(byte[] bytes, Path file) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            Yaml yaml = yaml();
            for (Event event : yaml.parse(new StringReader(text))) {
                if (event instanceof AliasEvent) {
                    throw refusal(file, "it has an alias" + place(event.getStartMark()) + "; write out what it means.");
                }
            }
            return yaml.<@Nullable Object>load(text);
        } catch (CharacterCodingException e) {
            throw refusal(file, "it is not UTF-8.");
        } catch (DuplicateKeyException e) {
            throw refusal(file, "a member stands there twice" + place(e.getProblemMark()) + ".");
        } catch (MarkedYAMLException e) {
            throw refusal(file, "it is not YAML that can be read" + place(e.getProblemMark()) + ".");
        } catch (YAMLException e) {
            throw refusal(file, "it is not YAML that can be read, or nested more than " + MAX_DEPTH + " deep.");
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static Yaml yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(0);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setCodePointLimit(SeedFile.MAX_BYTES);
        DumperOptions unused = new DumperOptions();
        return new Yaml(new SafeConstructor(options), new Representer(unused), unused, options, new TextAlone());
    }

    /** Leaves every scalar the text that it is. */
    private static final class TextAlone extends Resolver {
        @Override
        protected void addImplicitResolvers() {}
    }

    private static String place(@Nullable Mark mark) {
        return mark == null ? "" : " in line " + (mark.getLine() + 1);
    }

    private static StartRefusedException refusal(Path file, String why) {
        return new StartRefusedException("The seed file " + file + " is refused: " + why + " Nothing was seeded.");
    }
}
