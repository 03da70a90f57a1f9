-- The improvement of an area: what was found, what was promised, what became of it.
-- Keys are stable words, unique in an area; they stand in public addresses.

-- One row per area: taken first by whoever changes the tree, so that two changes queue up.
CREATE TABLE roadmap_revision (
    area_id UUID NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (area_id)
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

CREATE TABLE theme (
    area_id UUID NOT NULL,
    theme_key TEXT NOT NULL,
    name TEXT NOT NULL,
    plain TEXT NOT NULL,
    position BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (area_id, theme_key)
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

-- Baseline (number 0), each move (from 1) and the actual (role 'actual', number 0). Never updated, but for an actual put right.
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

-- Judgements on independent scales, every one kept; the highest number is the one that holds.
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

-- Many-to-many: kind is theme, finding, node, baseline or evidence; target is that thing's key.
CREATE TABLE node_link (
    area_id UUID NOT NULL,
    node_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (area_id, node_key, kind, target),
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

-- What each edition froze; pages and differences are rebuilt from it.
CREATE TABLE edition (
    area_id UUID NOT NULL,
    number BIGINT NOT NULL,
    title TEXT NOT NULL,
    as_at DATE NOT NULL,
    content JSONB NOT NULL,
    released_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (area_id, number)
);
