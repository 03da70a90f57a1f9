-- The record of who did what: append-only, one hash chain per area (crate `audit`).
-- No foreign keys: the record outlives what it speaks of. Texts are kept byte for byte as hashed,
-- so `recorded_at` (RFC 3339) and `detail` (JSON) are TEXT, which no engine rewrites.
CREATE TABLE audit_entry (
    area_id UUID NOT NULL,
    sequence BIGINT NOT NULL,
    recorded_at TEXT NOT NULL,
    actor TEXT NOT NULL,
    deed TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    previous BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (area_id, sequence)
);

-- The end of each chain. Writers of one area queue up on this row; a cut tail contradicts it.
CREATE TABLE audit_head (
    area_id UUID NOT NULL PRIMARY KEY,
    sequence BIGINT NOT NULL,
    hash BYTEA NOT NULL
);
