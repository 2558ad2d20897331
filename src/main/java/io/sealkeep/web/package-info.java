// SPDX-License-Identifier: Apache-2.0
/**
 * Room: what every REST door shares and no door should repeat. How JSON is read ({@link io.sealkeep.web.StrictJson}), how bytes
 * stand in it ({@link io.sealkeep.web.Bytes}), how errors are told ({@link io.sealkeep.web.Problem}, {@code ApiErrors}), and how
 * the API describes itself ({@code OpenApiConfiguration}).
 *
 * <p>Who may enter: the REST doors, for {@code Bytes} and {@code Problem}. May touch: {@code call}, for the request id. Never: knows
 * what a key is, or puts a value of a request into an error, a log line or an exception message.
 */
@NullMarked
package io.sealkeep.web;

import org.jspecify.annotations.NullMarked;
