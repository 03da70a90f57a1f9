-- Work to be done later, queued in the transaction that makes it necessary (crate `jobs`).
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

-- What an area's work is due next, by kind.
CREATE TABLE job_schedule (
    area_id UUID NOT NULL,
    kind TEXT NOT NULL,
    rhythm TEXT NOT NULL,
    next_due_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (area_id, kind)
);

-- Answers already given to unsafe requests, so that a double submit has one effect.
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
