// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import java.math.BigDecimal;

/**
 * A rate that some requests share in each region. Immutable.
 *
 * @param name what tells it from other rates, such as {@code CreateKey}
 * @param perSecond requests a second, above 0
 */
record RequestRate(String name, BigDecimal perSecond) {}
