// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import io.sealkeep.engine.Seed;
import io.sealkeep.home.StartRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads a seed file: at most 1 MiB of YAML in UTF-8, in our own format ({@link OwnSeedFormat}) or in that of local-kms ({@link
 * LocalKmsSeedFormat}), which the first letter of {@code keys} or {@code Keys} tells apart. Stateless.
 *
 * <p>Whoever holds the file holds the material in it, so material is for test set-ups alone. It goes into no message. Limit: the
 * text that the YAML library makes of it cannot be wiped, only dropped.
 */
final class SeedFile {

    static final int MAX_BYTES = 1 << 20;

    private SeedFile() {}

    /**
     * Reads the file; the caller closes what is returned.
     *
     * @param region of keys that name none
     * @param allowsMaterial whether key material may stand in it
     * @throws StartRefusedException if the file cannot be read, is too long or malformed, or holds material that may not be there
     */
    static Seed read(Path file, String region, boolean allowsMaterial) {
        SeedMembers root = SeedMembers.root(file.toString(), SeedYaml.read(bytes(file), file));
        Seed seed;
        if (root.has("keys")) {
            seed = new OwnSeedFormat(region).read(root);
        } else if (root.has("Keys")) {
            seed = new LocalKmsSeedFormat(region).read(root);
        } else {
            throw root.refusal("it must have the member keys, or Keys in the format of local-kms.");
        }
        if (!allowsMaterial) {
            refuseMaterial(file, seed);
        }
        return seed;
    }

    private static byte[] bytes(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                Arrays.fill(bytes, (byte) 0);
                throw new StartRefusedException(
                        "The seed file " + file + " has more than " + MAX_BYTES + " bytes. Seed fewer keys.");
            }
            return bytes;
        } catch (IOException e) {
            throw new StartRefusedException(
                    "The seed file " + file + " cannot be read (" + e.getClass().getSimpleName()
                            + "). Make it a file that the service's user can read, or leave sealkeep.seed away.",
                    e);
        }
    }

    private static void refuseMaterial(Path file, Seed seed) {
        for (Seed.Entry key : seed.keys()) {
            if (!key.material().isEmpty()) {
                seed.close();
                throw new StartRefusedException("The seed file " + file + " holds key material, of key " + key.keyId()
                        + ": whoever reads the file has the key, so it is allowed in test set-ups alone."
                        + " Start with the profile dev (--spring.profiles.active=dev), or leave the material away:"
                        + " it is then made here.");
            }
        }
    }
}
