// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.conformance;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CreateAliasRequest;
import software.amazon.awssdk.services.kms.model.CreateKeyResponse;
import software.amazon.awssdk.services.kms.model.KeyListEntry;
import software.amazon.awssdk.services.kms.model.ReplicateKeyResponse;

/**
 * Keeps a run to keys of its own: remembers what it makes, to have it deleted at the end, and lets no call change or use a key
 * that was there before. Safe for concurrent use.
 */
final class OwnKeys implements ExecutionInterceptor {

    private static final Pattern READS = Pattern.compile("(Describe|Get|List).*");
    private static final List<String> KEY_MEMBERS = List.of("KeyId", "TargetKeyId", "SourceKeyId", "DestinationKeyId");
    private static final int SHORTEST_WAIT_DAYS = 7;

    private final Set<String> others = new HashSet<>();
    private final List<String> arns = new CopyOnWriteArrayList<>();
    private final List<String> aliases = new CopyOnWriteArrayList<>();

    /**
     * Learns which keys are there.
     *
     * @return whether the server told; if not, none can be kept from harm but by the contracts themselves, which use none but theirs
     */
    boolean learnOthers(KmsClient client) {
        try {
            client.listKeysPaginator(r -> {}).keys().stream()
                    .map(KeyListEntry::keyId)
                    .forEach(others::add);
            return true;
        } catch (SdkException e) {
            return false;
        }
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        if (READS.matcher(String.valueOf(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME)))
                .matches()) {
            return;
        }
        for (String member : KEY_MEMBERS) {
            context.request()
                    .getValueForField(member, String.class)
                    .map(identifier -> identifier.substring(identifier.lastIndexOf('/') + 1))
                    .filter(others::contains)
                    .ifPresent(keyId -> {
                        throw new IllegalStateException("The run did not make the key " + keyId);
                    });
        }
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        SdkResponse response = context.response();
        SdkRequest request = context.request();
        if (response instanceof CreateKeyResponse made && made.keyMetadata() != null) {
            arns.add(made.keyMetadata().arn());
        } else if (response instanceof ReplicateKeyResponse made && made.replicaKeyMetadata() != null) {
            arns.add(made.replicaKeyMetadata().arn());
        } else if (request instanceof CreateAliasRequest alias) {
            aliases.add(alias.aliasName());
        }
    }

    /** How many keys and aliases were made. */
    String made() {
        return arns.size() + " keys and " + aliases.size() + " aliases";
    }

    /**
     * Deletes the aliases, and schedules the deletion of the keys after the shortest wait that AWS knows; the latest first, for a
     * replica goes before its primary.
     *
     * @param client what the run called by
     * @param elsewhere gives the client for another region
     * @return how many of the keys are pending deletion now; those missing are gone, or the server does not do it
     */
    int scheduleDeletion(KmsClient client, Function<String, KmsClient> elsewhere) {
        aliases.forEach(alias -> ignoringRefusal(() -> client.deleteAlias(r -> r.aliasName(alias))));
        int scheduled = 0;
        for (String arn : new ArrayList<>(arns).reversed()) {
            String[] parts = arn.split(":", 6);
            boolean here = parts.length < 6 || parts[3].equals(region(client));
            String keyId = arn.substring(arn.lastIndexOf('/') + 1);
            if (isPendingDeletion(here ? client : elsewhere.apply(parts[3]), keyId)) {
                scheduled++;
            }
        }
        return scheduled;
    }

    private static boolean isPendingDeletion(KmsClient client, String keyId) {
        ignoringRefusal(() -> client.scheduleKeyDeletion(r -> r.keyId(keyId).pendingWindowInDays(SHORTEST_WAIT_DAYS)));
        try {
            return client.describeKey(r -> r.keyId(keyId)).keyMetadata().deletionDate() != null;
        } catch (SdkException e) {
            return false;
        }
    }

    private static String region(KmsClient client) {
        return client.serviceClientConfiguration().region().id();
    }

    private static void ignoringRefusal(Runnable call) {
        try {
            call.run();
        } catch (SdkException e) {
            // It may be pending deletion already, or gone: what became of it is asked of the server afterwards.
        }
    }
}
