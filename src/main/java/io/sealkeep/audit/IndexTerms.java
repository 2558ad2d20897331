// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The index's dictionary of strings that repeat. Adds what is new. One thread. */
final class IndexTerms {

    static final int NAME = 0;
    static final int PRINCIPAL = 1;
    static final int ERROR = 2;
    static final int KEY = 3;

    /** Beyond this the memory is given back and the table asked again. */
    private static final int REMEMBERED = 20_000;

    private static final String KEY_PART = ":key/";

    private final PreparedStatement select;
    private final PreparedStatement insert;
    private final List<Map<String, Integer>> known =
            List.of(new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashMap<>());

    IndexTerms(Connection connection) throws SQLException {
        this.select = connection.prepareStatement("SELECT id FROM term WHERE kind = ? AND value = ?");
        this.insert =
                connection.prepareStatement("INSERT INTO term (kind, value, id_part) VALUES (?,?,?) RETURNING id");
    }

    int id(int kind, String value) throws SQLException {
        Map<String, Integer> ids = known.get(kind);
        Integer id = ids.get(value);
        if (id == null) {
            if (ids.size() >= REMEMBERED) {
                ids.clear();
            }
            id = selectOrInsert(kind, value);
            ids.put(value, id);
        }
        return id;
    }

    private int selectOrInsert(int kind, String value) throws SQLException {
        select.setInt(1, kind);
        select.setString(2, value);
        try (ResultSet row = select.executeQuery()) {
            if (row.next()) {
                return row.getInt(1);
            }
        }
        insert.setInt(1, kind);
        insert.setString(2, value);
        int part = kind == KEY ? value.indexOf(KEY_PART) : -1;
        if (part < 0) {
            insert.setNull(3, Types.VARCHAR);
        } else {
            insert.setString(3, value.substring(part + KEY_PART.length()));
        }
        try (ResultSet row = insert.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    /** Returns a 64-bit hash (FNV-1a) of an id. Two ids may share it: who finds one must look at the record. */
    static long hash(String id) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
        }
        return hash ^ (hash >>> 32);
    }
}
