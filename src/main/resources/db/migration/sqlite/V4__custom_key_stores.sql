-- Custom key stores, and which keys are in them. Times are milliseconds since 1970, UTC.

CREATE TABLE custom_key_store (
    custom_key_store_id TEXT    NOT NULL PRIMARY KEY,
    region              TEXT    NOT NULL,
    store_name          TEXT    NOT NULL,
    created_at          INTEGER NOT NULL,
    -- CONNECTED, DISCONNECTED or FAILED, and why it failed.
    connection_state    TEXT    NOT NULL,
    connection_error    TEXT    CHECK ((connection_error IS NOT NULL) = (connection_state = 'FAILED')),
    -- Of type AWS_CLOUDHSM alone. The password of its kmsuser is not kept: nothing logs in with it.
    cluster_id          TEXT,
    trust_anchor        TEXT    CHECK ((trust_anchor IS NULL) = (cluster_id IS NULL)),
    -- Of type EXTERNAL_KEY_STORE alone.
    xks_uri_endpoint    TEXT    CHECK ((xks_uri_endpoint IS NULL) = (cluster_id IS NOT NULL)),
    xks_uri_path        TEXT    CHECK ((xks_uri_path IS NULL) = (cluster_id IS NOT NULL)),
    -- The VPC endpoint service; null where the connectivity is PUBLIC_ENDPOINT.
    xks_service_name    TEXT,
    xks_service_owner   TEXT    CHECK ((xks_service_owner IS NULL) = (xks_service_name IS NULL)),
    xks_access_key_id   TEXT    CHECK ((xks_access_key_id IS NULL) = (cluster_id IS NOT NULL)),
    -- The secret access key; wrapped under the root key and bound to its row.
    xks_wrapped_secret  BLOB    CHECK ((xks_wrapped_secret IS NULL) = (cluster_id IS NOT NULL)),
    UNIQUE (region, store_name)
) STRICT;

CREATE UNIQUE INDEX custom_key_store_cluster ON custom_key_store (cluster_id) WHERE cluster_id IS NOT NULL;

ALTER TABLE kms_key ADD COLUMN custom_key_store_id TEXT REFERENCES custom_key_store;

-- The key in the external key manager, for a key in an external key store.
ALTER TABLE kms_key ADD COLUMN xks_key_id TEXT;

CREATE INDEX kms_key_in_custom_key_store ON kms_key (custom_key_store_id) WHERE custom_key_store_id IS NOT NULL;
CREATE UNIQUE INDEX kms_key_external ON kms_key (custom_key_store_id, xks_key_id) WHERE xks_key_id IS NOT NULL;
