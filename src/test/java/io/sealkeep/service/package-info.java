// SPDX-License-Identifier: Apache-2.0
/** Tests of the whole service in one JVM: every door on a real port, the embedded engine and the trail behind them. */
package io.sealkeep.service;
