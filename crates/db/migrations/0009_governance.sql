-- What boards keep: themselves, their meetings, papers, decisions, actions, risks and registers (crate `governance`).

-- One row per thing, as it stands. `about` is what somebody wrote and may correct, `past` what happened to it,
-- only ever added to. `extract` is what the public may read of it, from the day somebody published it.
CREATE TABLE governance_entry (
    area_id UUID NOT NULL,
    kind TEXT NOT NULL,
    entry_key TEXT NOT NULL,
    board_key TEXT,
    meeting_key TEXT,
    since DATE NOT NULL,
    about JSONB NOT NULL,
    past JSONB NOT NULL,
    extract JSONB,
    version BIGINT NOT NULL,
    PRIMARY KEY (area_id, kind, entry_key)
);

CREATE INDEX governance_entry_board ON governance_entry (area_id, kind, board_key);
CREATE INDEX governance_entry_meeting ON governance_entry (area_id, kind, meeting_key);

-- Every version of every entry, whole. Never updated.
CREATE TABLE governance_version (
    area_id UUID NOT NULL,
    kind TEXT NOT NULL,
    entry_key TEXT NOT NULL,
    version BIGINT NOT NULL,
    about JSONB NOT NULL,
    past JSONB NOT NULL,
    extract JSONB,
    deed TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (area_id, kind, entry_key, version),
    FOREIGN KEY (area_id, kind, entry_key) REFERENCES governance_entry (area_id, kind, entry_key)
);

-- What all logs said on a day, kept for a stocktake or an inspection. The digest is SHA-256 over the bytes of `content`.
CREATE TABLE governance_snapshot (
    area_id UUID NOT NULL,
    snapshot_key TEXT NOT NULL,
    title TEXT NOT NULL,
    as_at DATE NOT NULL,
    content BYTEA NOT NULL,
    digest TEXT NOT NULL,
    taken_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (area_id, snapshot_key)
);
