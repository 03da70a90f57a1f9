-- What the public reads: releases, each a signed list of pages, and the bytes they name (crate `publication`).

-- Bytes once per digest, with their compressed copies; a copy that would not be smaller is NULL.
CREATE TABLE publication_content (
    area_id UUID NOT NULL REFERENCES area (id),
    digest TEXT NOT NULL,
    identity BYTEA NOT NULL,
    gzip BYTEA,
    brotli BYTEA,
    PRIMARY KEY (area_id, digest)
);

-- The signed list itself is `manifest`, byte for byte; the columns beside it repeat what is searched for.
-- A release is never changed or removed; withdrawing fills the last three columns.
CREATE TABLE publication_release (
    area_id UUID NOT NULL REFERENCES area (id),
    series TEXT NOT NULL,
    number BIGINT NOT NULL,
    label TEXT NOT NULL,
    manifest BYTEA NOT NULL,
    signature TEXT NOT NULL,
    -- Which paths each page links to, so that a later release cannot leave a dead link behind.
    links JSONB NOT NULL,
    released_by TEXT NOT NULL,
    withdrawn_at TIMESTAMPTZ,
    withdrawn_by TEXT,
    withdrawn_because TEXT,
    PRIMARY KEY (area_id, series, number),
    UNIQUE (area_id, label)
);

-- Grows with every change to what the public may read, so that a server sees cheaply whether to read it again.
CREATE TABLE publication_turn (
    area_id UUID NOT NULL PRIMARY KEY REFERENCES area (id),
    turn BIGINT NOT NULL
);
