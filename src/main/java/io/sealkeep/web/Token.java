// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.web;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text of a JSON member that gives its holder something, such as a grant token. The text form of this type shows nothing of it,
 * so that no log and no message can. Immutable.
 */
@Schema(type = "string")
public final class Token {

    private final String value;

    private Token(String value) {
        this.value = value;
    }

    /** Returns the token with that text, or null for null. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static @Nullable Token of(@Nullable String value) {
        return value == null ? null : new Token(value);
    }

    /** Returns what a request takes, or null for null. */
    public static @Nullable String sdk(@Nullable Token token) {
        return token == null ? null : token.value;
    }

    /** Returns what a request takes, or null for null. */
    public static @Nullable List<String> sdk(@Nullable List<Token> tokens) {
        return tokens == null ? null : tokens.stream().map(token -> token.value).toList();
    }

    @JsonValue
    String value() {
        return value;
    }

    @Override
    public String toString() {
        return "[a token]";
    }
}
