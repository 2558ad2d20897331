// SPDX-License-Identifier: Apache-2.0
/** The application's entry point; no other code. Each room is a package of its own below this one. */
@NullMarked
package io.sealkeep;

import org.jspecify.annotations.NullMarked;
