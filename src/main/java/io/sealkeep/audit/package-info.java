// SPDX-License-Identifier: Apache-2.0
/**
 * Room: the trail. Takes one CloudTrail record per call, makes it durable before the caller continues, and answers questions
 * about what it holds.
 *
 * <p>Who may enter: {@link io.sealkeep.audit.Trail} and {@link io.sealkeep.audit.AuditEvent}, and what they mention. May touch:
 * {@code call}, {@code home}, its own files in {@code <home>/trail}. Never: knows what KMS is, holds a secret, or answers
 * before the record is on disk.
 *
 * <h2>The journal's format</h2>
 *
 * <p>Segment files, named by the first sequence number in them, 20 digits and {@code .jsonl}. ASCII; each line ends with one line
 * feed. Three forms of line, without any space or line break between their parts:
 *
 * <pre>
 * {"seq":N,"prev":"P","rec":R,"hash":"H"}                   a record: R is the CloudTrail record, as it was given
 * {"seq":N,"prev":"P","intent":R,"hash":"H"}                a call that is about to be made
 * {"commit":{"from":A,"to":B},"prev":"P","hash":"H"}        ends a group: records A to B are durable together
 * </pre>
 *
 * <ul>
 *   <li>{@code seq} counts records and intents from 1, without a gap, across all segments.
 *   <li>{@code H} is the SHA-256, 64 lower-case hex digits, of the line's own bytes before {@code ,"hash":}. So it covers prev, seq,
 *       kind and record.
 *   <li>{@code P} is the {@code H} of the line before, of whatever form, across segments; 64 zeros for the first line of all.
 *   <li>A segment begins with the record that names it and ends with a commit line. What a crash leaves behind the last commit line
 *       was never answered for; the next start moves it to a file {@code SEGMENT.OFFSET.torn}.
 *   <li>An intent is settled by a record with the same {@code eventID}.
 * </ul>
 *
 * <p>{@code index.db} is derived from the journal and can be removed while the service is down. But as long as it is there, a start
 * holds the journal against the last line it has seen.
 */
@NullMarked
package io.sealkeep.audit;

import org.jspecify.annotations.NullMarked;
