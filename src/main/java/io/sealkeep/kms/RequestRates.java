// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import io.sealkeep.home.StartRefusedException;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsRequest;
import software.amazon.awssdk.services.kms.model.KmsResponse;

/**
 * The rates at which requests are taken, as the settings {@code sealkeep.kms.throttling.*} say. Immutable.
 *
 * <p>A rate set for an operation is that operation's alone: it takes it out of whatever quota of AWS's it would share.
 */
final class RequestRates {

    /** No rate for anything. */
    static final RequestRates NONE = new RequestRates(false, Map.of());

    private static final String SETTING = "sealkeep.kms.throttling.";
    private static final String QUOTAS = "quotas";
    private static final BigDecimal LEAST = new BigDecimal("0.001");
    private static final BigDecimal MOST = new BigDecimal("1000000");

    private final boolean awsQuotas;
    private final Map<String, RequestRate> byOperation;

    private RequestRates(boolean awsQuotas, Map<String, RequestRate> byOperation) {
        this.awsQuotas = awsQuotas;
        this.byOperation = byOperation;
    }

    /**
     * Reads the settings.
     *
     * @param settings by operation, in whatever case, as environment variables have one: requests a second; and {@code quotas},
     *     which is {@code aws} or {@code none}
     * @throws StartRefusedException if an operation is not KMS's or is there twice, or a rate is no number from 0.001 to 1,000,000
     */
    static RequestRates of(Map<String, String> settings) {
        Map<String, String> operations = operations();
        Map<String, RequestRate> rates = new TreeMap<>();
        boolean aws = false;
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            if (setting.getKey().equalsIgnoreCase(QUOTAS)) {
                aws = isAws(setting.getValue());
                continue;
            }
            String operation = operations.get(setting.getKey().toLowerCase(Locale.ROOT));
            if (operation == null) {
                throw new StartRefusedException(
                        SETTING + setting.getKey() + " is set, but KMS has no operation of this name."
                                + " Write it as AWS does, such as " + SETTING + "Encrypt.");
            }
            RequestRate rate = new RequestRate(operation, perSecond(setting.getKey(), setting.getValue()));
            if (rates.put(operation, rate) != null) {
                throw new StartRefusedException(SETTING + operation + " is set twice, in different spellings.");
            }
        }
        return new RequestRates(aws, Map.copyOf(rates));
    }

    private static boolean isAws(String value) {
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "aws" -> true;
            case "none" -> false;
            default ->
                throw new StartRefusedException(SETTING + QUOTAS + " is " + value + ", but must be aws or none.");
        };
    }

    private static BigDecimal perSecond(String operation, String value) {
        BigDecimal rate;
        try {
            rate = new BigDecimal(value.strip());
        } catch (NumberFormatException e) {
            rate = BigDecimal.ZERO;
        }
        if (rate.compareTo(LEAST) < 0 || rate.compareTo(MOST) > 0) {
            throw new StartRefusedException(SETTING + operation + " is " + value
                    + ", but must be a number of requests per second from 0.001 to 1000000, such as 5 or 0.25.");
        }
        return rate;
    }

    /** All operations of the SDK, by their names in lower case. */
    private static Map<String, String> operations() {
        Map<String, String> names = new TreeMap<>();
        for (Method method : KmsClient.class.getMethods()) {
            if (method.getParameterCount() == 1
                    && KmsRequest.class.isAssignableFrom(method.getParameterTypes()[0])
                    && KmsResponse.class.isAssignableFrom(method.getReturnType())) {
                String name = AuditedKms.operationName(method);
                names.put(name.toLowerCase(Locale.ROOT), name);
            }
        }
        return names;
    }

    /** Returns whether no request has a rate. */
    boolean isEmpty() {
        return !awsQuotas && byOperation.isEmpty();
    }

    /**
     * Returns the rate that a request shares, or null where it has none.
     *
     * @param keySpec tells the key spec of a key id; empty where there is no such key
     */
    @Nullable
    RequestRate of(String operation, KmsRequest request, String region, UnaryOperator<String> keySpec) {
        RequestRate own = byOperation.get(operation);
        if (own != null || !awsQuotas) {
            return own;
        }
        return AwsRequestQuotas.of(operation, request, region, keySpec);
    }

    /** Says them in words, for the log. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(awsQuotas ? "AWS's default quotas" : "");
        new TreeMap<>(byOperation)
                .forEach((name, rate) -> text.append(text.isEmpty() ? "" : ", ")
                        .append(name)
                        .append(' ')
                        .append(rate.perSecond().toPlainString())
                        .append("/s"));
        return text.toString();
    }
}
