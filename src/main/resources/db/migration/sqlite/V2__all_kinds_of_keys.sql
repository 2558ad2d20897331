-- Keys of every spec and origin, multi-region keys among them. Times are milliseconds since 1970, UTC.

-- The region of the primary, for a multi-region key; its copies in other regions have the same key_id. Null for any other key.
ALTER TABLE kms_key ADD COLUMN primary_region TEXT;

-- The waiting period that was asked for, while a deletion is scheduled. A primary whose replicas still exist has no date yet.
ALTER TABLE kms_key ADD COLUMN pending_window_days INTEGER;
UPDATE kms_key SET pending_window_days = (deletion_at - created_at) / 86400000 WHERE deletion_at IS NOT NULL;
UPDATE kms_key SET pending_window_days = 30 WHERE pending_window_days > 30;
UPDATE kms_key SET pending_window_days = 7 WHERE pending_window_days < 7;

CREATE INDEX kms_key_multi_region ON kms_key (key_id) WHERE primary_region IS NOT NULL;

-- One version of a key's material; wrapped under the root key and bound to its row.
CREATE TABLE new_backing_key (
    region        TEXT    NOT NULL,
    key_id        TEXT    NOT NULL,
    material_id   TEXT    NOT NULL CHECK (length(material_id) = 64),
    -- 0 for the material that the key was made with or first given, then one more each.
    generation    INTEGER NOT NULL,
    -- When it was made or first imported.
    created_at    INTEGER NOT NULL,
    -- AUTOMATIC or ON_DEMAND, and when; null for generation 0, and for imported material that was not rotated to yet.
    rotation_type TEXT,
    rotated_at    INTEGER CHECK ((rotated_at IS NULL) = (rotation_type IS NULL)),
    -- Null while imported material is expired or deleted: its row stays, so that only the same can be imported again.
    wrapped       BLOB,
    -- Of imported material alone.
    description   TEXT,
    expires_at    INTEGER,
    PRIMARY KEY (region, key_id, material_id),
    UNIQUE (region, key_id, generation),
    FOREIGN KEY (region, key_id) REFERENCES kms_key ON DELETE CASCADE
) STRICT;

INSERT INTO new_backing_key (region, key_id, material_id, generation, created_at, rotation_type, rotated_at, wrapped)
SELECT region, key_id, material_id, generation, created_at, rotation_type,
       CASE WHEN rotation_type IS NULL THEN NULL ELSE created_at END, wrapped
FROM backing_key;

DROP TABLE backing_key;
ALTER TABLE new_backing_key RENAME TO backing_key;

CREATE INDEX backing_key_expiring ON backing_key (expires_at) WHERE expires_at IS NOT NULL AND wrapped IS NOT NULL;

-- The last successful cryptographic use of a key.
CREATE TABLE key_usage (
    region     TEXT    NOT NULL,
    key_id     TEXT    NOT NULL,
    operation  TEXT    NOT NULL,
    used_at    INTEGER NOT NULL,
    request_id TEXT    NOT NULL,
    -- Null where nothing was audited.
    event_id   TEXT,
    PRIMARY KEY (region, key_id),
    FOREIGN KEY (region, key_id) REFERENCES kms_key ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
