-- Grants. Times are milliseconds since 1970, UTC. Booleans are 0 and 1.

-- What makes a grant the same as another, when CreateGrant is called again with the same name, is everything but grant_id and
-- created_at; each column has one form for one value, so that SQL can compare them.
CREATE TABLE key_grant (
    region              TEXT    NOT NULL,
    grant_id            TEXT    NOT NULL CHECK (length(grant_id) = 64),
    key_id              TEXT    NOT NULL,
    grant_name          TEXT,
    -- An ARN of IAM or STS, or the name of an AWS service; is_service tells by which member of the API it was given.
    grantee             TEXT    NOT NULL,
    grantee_is_service  INTEGER NOT NULL CHECK (grantee_is_service IN (0, 1)),
    retiring            TEXT,
    retiring_is_service INTEGER CHECK (retiring_is_service IN (0, 1)),
    -- Names in the order of the API's enumeration, joined by commas.
    operations          TEXT    NOT NULL,
    -- JSON objects with sorted members.
    context_equals      TEXT,
    context_subset      TEXT    CHECK (context_subset IS NULL OR context_equals IS NULL),
    source_arn          TEXT,
    created_at          INTEGER NOT NULL,
    PRIMARY KEY (region, grant_id),
    CHECK ((retiring IS NULL) = (retiring_is_service IS NULL)),
    FOREIGN KEY (region, key_id) REFERENCES kms_key ON DELETE CASCADE
) STRICT;

CREATE INDEX key_grant_of_key ON key_grant (region, key_id, grant_id);
CREATE INDEX key_grant_of_grantee ON key_grant (region, key_id, grantee, grant_id);
CREATE INDEX key_grant_named ON key_grant (region, key_id, grant_name) WHERE grant_name IS NOT NULL;
CREATE INDEX key_grant_retirable ON key_grant (region, retiring, grant_id) WHERE retiring IS NOT NULL;
