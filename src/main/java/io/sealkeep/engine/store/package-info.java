// SPDX-License-Identifier: Apache-2.0
/**
 * Room: where keys are kept. Rows in, rows out; what a row means is the engine's business.
 *
 * <p>Who may enter: {@code engine}, by {@link io.sealkeep.engine.store.KeyStore}. The schema is
 * {@code db/migration/sqlite/V1__keys.sql} and what follows it: {@code store_identity}, {@code kms_key}, {@code backing_key}
 * (material, wrapped), {@code alias}, {@code tag}, {@code key_grant}, {@code key_usage}, {@code custom_key_store} (secrets of proxies, wrapped),
 * {@code outbox}. May touch: {@code call}, {@code engine.key}, SQL, its own files. Never: sees a root key or unwrapped
 * material, runs SQL on a request's thread, answers a change before it is durable.
 */
@NullMarked
package io.sealkeep.engine.store;

import org.jspecify.annotations.NullMarked;
