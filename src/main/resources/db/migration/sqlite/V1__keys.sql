-- The embedded engine's store. Times are milliseconds since 1970, UTC. Booleans are 0 and 1.

-- One row: which store this is, whose keys it holds, and by what its root key is recognised.
CREATE TABLE store_identity (
    one            INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    store_id       BLOB    NOT NULL CHECK (length(store_id) = 16),
    account_id     TEXT    NOT NULL CHECK (length(account_id) = 12),
    root_key_check BLOB    NOT NULL CHECK (length(root_key_check) = 32)
) STRICT;

-- Multi-region keys share their key_id, so a key is named by region and id.
CREATE TABLE kms_key (
    region                TEXT    NOT NULL,
    key_id                TEXT    NOT NULL,
    description           TEXT    NOT NULL,
    key_spec              TEXT    NOT NULL,
    key_usage             TEXT    NOT NULL,
    origin                TEXT    NOT NULL,
    key_state             TEXT    NOT NULL,
    policy                TEXT    NOT NULL,
    created_at            INTEGER NOT NULL,
    deletion_at           INTEGER CHECK ((deletion_at IS NOT NULL) = (key_state = 'PendingDeletion')),
    current_material_id   TEXT,
    rotation_period_days  INTEGER CHECK ((rotation_period_days IS NULL) = (rotation_since IS NULL)),
    -- Rotation is on where this is set: when it was turned on, or when the key last rotated by itself.
    rotation_since        INTEGER,
    on_demand_rotations   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (region, key_id)
) STRICT;

CREATE INDEX kms_key_due_for_deletion ON kms_key (deletion_at) WHERE deletion_at IS NOT NULL;
CREATE INDEX kms_key_rotating ON kms_key (rotation_since) WHERE rotation_since IS NOT NULL;

-- One version of a key's material; wrapped under the root key and bound to its row.
CREATE TABLE backing_key (
    region        TEXT    NOT NULL,
    key_id        TEXT    NOT NULL,
    material_id   TEXT    NOT NULL CHECK (length(material_id) = 64),
    -- 0 for the material that the key was made with, then one more per rotation.
    generation    INTEGER NOT NULL,
    created_at    INTEGER NOT NULL,
    -- AUTOMATIC or ON_DEMAND; null for generation 0.
    rotation_type TEXT    CHECK ((rotation_type IS NULL) = (generation = 0)),
    wrapped       BLOB    NOT NULL,
    PRIMARY KEY (region, key_id, material_id),
    UNIQUE (region, key_id, generation),
    FOREIGN KEY (region, key_id) REFERENCES kms_key ON DELETE CASCADE
) STRICT;

CREATE TABLE alias (
    region     TEXT    NOT NULL,
    alias_name TEXT    NOT NULL,
    key_id     TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (region, alias_name),
    FOREIGN KEY (region, key_id) REFERENCES kms_key ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX alias_of_key ON alias (region, key_id, alias_name);

CREATE TABLE tag (
    region    TEXT NOT NULL,
    key_id    TEXT NOT NULL,
    tag_key   TEXT NOT NULL,
    tag_value TEXT NOT NULL,
    PRIMARY KEY (region, key_id, tag_key),
    FOREIGN KEY (region, key_id) REFERENCES kms_key ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Records of committed changes that the trail may not have yet, in the order of the commits.
CREATE TABLE outbox (
    position INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    event_id TEXT    NOT NULL UNIQUE,
    record   TEXT    NOT NULL
) STRICT;
