CREATE TABLE area (
    id UUID NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    profile JSONB NOT NULL,
    registered_at TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL
);
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
CREATE TABLE audit_head (
    area_id UUID NOT NULL PRIMARY KEY,
    sequence BIGINT NOT NULL,
    hash BYTEA NOT NULL
);
CREATE TABLE body (
    area_id UUID NOT NULL,
    body_key TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    position BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (area_id, body_key)
);
CREATE TABLE edition (
    area_id UUID NOT NULL,
    number BIGINT NOT NULL,
    title TEXT NOT NULL,
    as_at DATE NOT NULL,
    content JSONB NOT NULL,
    released_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (area_id, number)
);
CREATE TABLE evidence (
    area_id UUID NOT NULL,
    evidence_key TEXT NOT NULL,
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    dated_on DATE,
    address TEXT,
    shows TEXT,
    private BOOLEAN NOT NULL,
    position BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (area_id, evidence_key)
);
CREATE TABLE finding (
    area_id UUID NOT NULL,
    finding_key TEXT NOT NULL,
    inspection_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    wording TEXT NOT NULL,
    plain TEXT,
    bodies JSONB NOT NULL,
    position BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (area_id, finding_key),
    FOREIGN KEY (area_id, inspection_key) REFERENCES inspection (area_id, inspection_key)
);
CREATE TABLE inspection (
    area_id UUID NOT NULL,
    inspection_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    expected JSONB,
    started_on DATE,
    ended_on DATE,
    published_on DATE,
    outcome TEXT,
    position BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (area_id, inspection_key)
);
CREATE TABLE job (
    area_id UUID NOT NULL,
    job_id UUID NOT NULL,
    kind TEXT NOT NULL,
    payload JSONB NOT NULL,
    -- At most one waiting job of a kind has this key.
    dedupe TEXT,
    -- waiting, running (leased until `leased_until`) or dead (kept until somebody revives it).
    state TEXT NOT NULL,
    run_at TIMESTAMPTZ NOT NULL,
    attempts BIGINT NOT NULL,
    -- Grows by one with every claim; only the holder of the present number may complete the job.
    fence BIGINT NOT NULL,
    leased_until TIMESTAMPTZ,
    last_error TEXT,
    enqueued_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (area_id, job_id)
);
CREATE INDEX job_due ON job (area_id, run_at, job_id) WHERE state <> 'dead';
CREATE UNIQUE INDEX job_waiting_once ON job (area_id, kind, dedupe)
    WHERE dedupe IS NOT NULL AND state = 'waiting';
CREATE TABLE job_schedule (
    area_id UUID NOT NULL,
    kind TEXT NOT NULL,
    rhythm TEXT NOT NULL,
    next_due_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (area_id, kind)
);
CREATE TABLE judgement (
    area_id UUID NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_key TEXT NOT NULL,
    scale TEXT NOT NULL,
    number BIGINT NOT NULL,
    judged TEXT NOT NULL,
    word TEXT,
    judged_on DATE NOT NULL,
    judged_by TEXT NOT NULL,
    note TEXT,
    PRIMARY KEY (area_id, subject_kind, subject_key, scale, number)
);
CREATE TABLE migration (
    number BIGINT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    digest TEXT NOT NULL
);
CREATE TABLE node (
    area_id UUID NOT NULL,
    node_key TEXT NOT NULL,
    plan_key TEXT NOT NULL,
    parent_key TEXT,
    level TEXT NOT NULL,
    reference TEXT,
    section TEXT,
    wording TEXT NOT NULL,
    plain TEXT,
    why TEXT,
    nature TEXT NOT NULL,
    recurs BOOLEAN NOT NULL,
    retired_kind TEXT,
    retired_on DATE,
    retired_reason TEXT,
    position BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (area_id, node_key),
    FOREIGN KEY (area_id, plan_key) REFERENCES plan (area_id, plan_key)
);
CREATE TABLE node_date (
    area_id UUID NOT NULL,
    node_key TEXT NOT NULL,
    role TEXT NOT NULL,
    number BIGINT NOT NULL,
    published_text TEXT,
    earliest DATE,
    latest DATE,
    date_precision TEXT NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT,
    author TEXT,
    approver TEXT,
    recorded_on DATE,
    PRIMARY KEY (area_id, node_key, role, number),
    FOREIGN KEY (area_id, node_key) REFERENCES node (area_id, node_key)
);
CREATE TABLE node_link (
    area_id UUID NOT NULL,
    node_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (area_id, node_key, kind, target),
    FOREIGN KEY (area_id, node_key) REFERENCES node (area_id, node_key)
);
CREATE TABLE node_owner (
    area_id UUID NOT NULL,
    node_key TEXT NOT NULL,
    number BIGINT NOT NULL,
    body TEXT,
    post TEXT,
    person TEXT,
    part TEXT NOT NULL,
    since DATE,
    until DATE,
    PRIMARY KEY (area_id, node_key, number),
    FOREIGN KEY (area_id, node_key) REFERENCES node (area_id, node_key)
);
CREATE TABLE node_update (
    area_id UUID NOT NULL,
    node_key TEXT NOT NULL,
    number BIGINT NOT NULL,
    given_on DATE NOT NULL,
    period TEXT,
    wording TEXT NOT NULL,
    given_by TEXT NOT NULL,
    PRIMARY KEY (area_id, node_key, number),
    FOREIGN KEY (area_id, node_key) REFERENCES node (area_id, node_key)
);
CREATE TABLE place_change (
    area_id UUID NOT NULL,
    node_key TEXT NOT NULL,
    number BIGINT NOT NULL,
    provision TEXT NOT NULL,
    kind TEXT NOT NULL,
    added BIGINT,
    at_opening BIGINT,
    when_full BIGINT,
    PRIMARY KEY (area_id, node_key, number),
    FOREIGN KEY (area_id, node_key) REFERENCES node (area_id, node_key)
);
CREATE TABLE plan (
    area_id UUID NOT NULL,
    plan_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    levels JSONB NOT NULL,
    source TEXT,
    published_on DATE,
    period_from DATE,
    period_to DATE,
    review_cycle TEXT,
    introduction TEXT,
    is_roadmap BOOLEAN NOT NULL,
    position BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (area_id, plan_key)
);
CREATE TABLE publication_content (
    area_id UUID NOT NULL REFERENCES area (id),
    digest TEXT NOT NULL,
    identity BYTEA NOT NULL,
    gzip BYTEA,
    brotli BYTEA,
    PRIMARY KEY (area_id, digest)
);
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
CREATE TABLE publication_turn (
    area_id UUID NOT NULL PRIMARY KEY REFERENCES area (id),
    turn BIGINT NOT NULL
);
CREATE TABLE receipt (
    area_id UUID NOT NULL,
    receipt_key TEXT NOT NULL,
    route TEXT NOT NULL,
    request_digest BYTEA NOT NULL,
    begun_at TIMESTAMPTZ NOT NULL,
    status BIGINT,
    content_type TEXT,
    location TEXT,
    body BYTEA,
    PRIMARY KEY (area_id, receipt_key)
);
CREATE INDEX receipt_age ON receipt (area_id, begun_at);
CREATE TABLE roadmap_revision (
    area_id UUID NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (area_id)
);
CREATE TABLE success_measure (
    area_id UUID NOT NULL,
    node_key TEXT NOT NULL,
    number BIGINT NOT NULL,
    wording TEXT NOT NULL,
    target TEXT,
    due TEXT,
    PRIMARY KEY (area_id, node_key, number),
    FOREIGN KEY (area_id, node_key) REFERENCES node (area_id, node_key)
);
CREATE TABLE theme (
    area_id UUID NOT NULL,
    theme_key TEXT NOT NULL,
    name TEXT NOT NULL,
    plain TEXT NOT NULL,
    position BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (area_id, theme_key)
);
