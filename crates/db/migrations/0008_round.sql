-- The quarterly round: what was asked of whom, what they answered, and the draft of the edition made of it (crate `round`).

CREATE TABLE answer_round (
    area_id UUID NOT NULL,
    round_id UUID NOT NULL,
    name TEXT NOT NULL,
    period_from DATE NOT NULL,
    period_to DATE NOT NULL,
    opens_on DATE NOT NULL,
    answers_due DATE NOT NULL,
    sign_off_due DATE NOT NULL,
    -- Keys of the plans that are asked about.
    plans JSONB NOT NULL,
    -- planned, open, closed or published (then `edition` is its number).
    state TEXT NOT NULL,
    edition BIGINT,
    -- What came of it, from the day it was closed.
    outcome JSONB,
    version BIGINT NOT NULL,
    PRIMARY KEY (area_id, round_id),
    CHECK (state IN ('planned', 'open', 'closed', 'published')),
    CHECK ((state = 'published') = (edition IS NOT NULL)),
    CHECK ((state IN ('closed', 'published')) = (outcome IS NOT NULL))
);

-- One per commitment of a round.
CREATE TABLE answer_slip (
    area_id UUID NOT NULL,
    round_id UUID NOT NULL,
    node_key TEXT NOT NULL,
    -- How the commitment stood when the slip went out.
    stood JSONB NOT NULL,
    -- What is typed so far, as typed.
    sheet JSONB NOT NULL,
    -- asked, drafted, sent, sent_back or signed_off.
    state TEXT NOT NULL,
    -- Who signed for which organisation, when.
    signatures JSONB NOT NULL,
    returned_by TEXT,
    returned_because TEXT,
    position BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (area_id, round_id, node_key),
    FOREIGN KEY (area_id, round_id) REFERENCES answer_round (area_id, round_id),
    FOREIGN KEY (area_id, node_key) REFERENCES node (area_id, node_key),
    CHECK (state IN ('asked', 'drafted', 'sent', 'sent_back', 'signed_off'))
);

-- Who may answer a slip. `addressee` is an organisation's key or a person's identifier.
CREATE TABLE slip_addressee (
    area_id UUID NOT NULL,
    round_id UUID NOT NULL,
    node_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    addressee TEXT NOT NULL,
    -- Whether this organisation must sign the answer off.
    signs BOOLEAN NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (area_id, round_id, node_key, kind, addressee),
    FOREIGN KEY (area_id, round_id, node_key) REFERENCES answer_slip (area_id, round_id, node_key),
    CHECK (kind IN ('organisation', 'person'))
);

-- Every answer sent; the highest number is the one that stands. Never updated.
CREATE TABLE slip_answer (
    area_id UUID NOT NULL,
    round_id UUID NOT NULL,
    node_key TEXT NOT NULL,
    number BIGINT NOT NULL,
    answer JSONB NOT NULL,
    sent_by UUID NOT NULL,
    sent_for TEXT,
    sent_on DATE NOT NULL,
    late BOOLEAN NOT NULL,
    PRIMARY KEY (area_id, round_id, node_key, number),
    FOREIGN KEY (area_id, round_id, node_key) REFERENCES answer_slip (area_id, round_id, node_key)
);

-- What each addressee was told about, so that nobody is told twice.
CREATE TABLE round_notice (
    area_id UUID NOT NULL,
    round_id UUID NOT NULL,
    stage TEXT NOT NULL,
    kind TEXT NOT NULL,
    addressee TEXT NOT NULL,
    told_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (area_id, round_id, stage, kind, addressee),
    FOREIGN KEY (area_id, round_id) REFERENCES answer_round (area_id, round_id)
);

-- An edition prepared by one person, to be released by another.
CREATE TABLE edition_draft (
    area_id UUID NOT NULL,
    draft_id UUID NOT NULL,
    round_id UUID NOT NULL,
    title TEXT NOT NULL,
    note TEXT NOT NULL,
    -- What the edition would freeze and what its day would tell, as they were when it was prepared, and their digest.
    content JSONB NOT NULL,
    digest TEXT NOT NULL,
    prepared_by UUID NOT NULL,
    prepared_at TIMESTAMPTZ NOT NULL,
    -- waiting, set_aside (another was prepared) or released.
    state TEXT NOT NULL,
    released_by UUID,
    released_at TIMESTAMPTZ,
    edition BIGINT,
    version BIGINT NOT NULL,
    PRIMARY KEY (area_id, draft_id),
    FOREIGN KEY (area_id, round_id) REFERENCES answer_round (area_id, round_id),
    CHECK (state IN ('waiting', 'set_aside', 'released')),
    CHECK ((state = 'released') = (released_by IS NOT NULL AND released_at IS NOT NULL AND edition IS NOT NULL)),
    -- Two people release an edition, whatever a program thinks.
    CHECK (released_by IS NULL OR released_by <> prepared_by)
);
CREATE UNIQUE INDEX edition_draft_waiting_once ON edition_draft (area_id, round_id) WHERE state = 'waiting';
