-- Files that people hand in, sealed (crate `documents`). Nothing here opens without the key file of the installation,
-- which is never in the database: names and notes, too, are inside `card`.

-- One key per area, wrapped by the key file: what the addresses of its contents are made with.
CREATE TABLE document_key (
    area_id UUID NOT NULL PRIMARY KEY REFERENCES area (id),
    wrapped BYTEA NOT NULL,
    made_at TIMESTAMPTZ NOT NULL
);

-- A content once, however many documents hold it. Its address is a keyed digest: who holds a file cannot tell from
-- the address whether it is here.
CREATE TABLE document_content (
    area_id UUID NOT NULL REFERENCES area (id),
    address TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    chunks BIGINT NOT NULL,
    PRIMARY KEY (area_id, address)
);

CREATE TABLE document_chunk (
    area_id UUID NOT NULL,
    address TEXT NOT NULL,
    number BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (area_id, address, number),
    FOREIGN KEY (area_id, address) REFERENCES document_content (area_id, address)
);

-- `slot` says which leaf of the key file wraps this document's copy of the content's key. The row outlives its content.
CREATE TABLE document (
    area_id UUID NOT NULL REFERENCES area (id),
    document_id UUID NOT NULL,
    address TEXT NOT NULL,
    slot BIGINT NOT NULL,
    wrapped_key BYTEA NOT NULL,
    card BYTEA NOT NULL,
    media_type TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    sensitivity TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_key TEXT NOT NULL,
    added_by TEXT NOT NULL,
    added_at TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL,
    withdrawn_at TIMESTAMPTZ,
    withdrawn_by TEXT,
    withdrawn_because TEXT,
    -- When its destruction was decided, and when its key was gone from the key file.
    shredded_at TIMESTAMPTZ,
    destroyed_at TIMESTAMPTZ,
    PRIMARY KEY (area_id, document_id),
    UNIQUE (area_id, slot)
);

CREATE INDEX document_of_subject ON document (area_id, subject_kind, subject_key, document_id);
CREATE INDEX document_of_content ON document (area_id, address);
CREATE INDEX document_to_destroy ON document (area_id, document_id) WHERE shredded_at IS NOT NULL AND destroyed_at IS NULL;
