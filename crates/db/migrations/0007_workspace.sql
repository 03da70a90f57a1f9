-- The plan as the office works on it: private words, splits, successions, consents, history, pages under review.

-- The office's own words; in no edition and no audit entry.
ALTER TABLE node ADD COLUMN private_text TEXT;
-- Keys of the nodes it came out of, of those it goes on in, and of the bodies whose consent its date needs.
ALTER TABLE node ADD COLUMN came_from JSONB;
ALTER TABLE node ADD COLUMN retired_into JSONB;
ALTER TABLE node ADD COLUMN consent_from JSONB;

ALTER TABLE plan ADD COLUMN gave_way_to TEXT;
ALTER TABLE plan ADD COLUMN gave_way_on DATE;
ALTER TABLE plan ADD COLUMN gave_way_reason TEXT;

-- public, partnership or office; NULL in rows written before, where `private` says it.
ALTER TABLE evidence ADD COLUMN sensitivity TEXT;
ALTER TABLE evidence ADD COLUMN document_id UUID;
ALTER TABLE evidence ADD COLUMN supersedes TEXT;

-- Every change of the tree, in order; one may be several deeds done together.
CREATE TABLE plan_change (
    area_id UUID NOT NULL,
    number BIGINT NOT NULL,
    actor TEXT NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    reason TEXT,
    -- The change this one takes back.
    undoes BIGINT,
    PRIMARY KEY (area_id, number),
    FOREIGN KEY (area_id, undoes) REFERENCES plan_change (area_id, number)
);
CREATE INDEX plan_change_undoing ON plan_change (area_id, undoes) WHERE undoes IS NOT NULL;

CREATE TABLE plan_change_deed (
    area_id UUID NOT NULL,
    number BIGINT NOT NULL,
    part BIGINT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    -- Which side of the subject it touches, so that changes of different sides do not stand in each other's way.
    facet TEXT NOT NULL,
    deed TEXT NOT NULL,
    -- What that side said before and says after, in words; without private words and names of people.
    before_text TEXT,
    after_text TEXT,
    -- The subject's version after the deed.
    version BIGINT NOT NULL,
    -- The deed that takes it back, where there is one; it may hold private words and names.
    inverse JSONB,
    PRIMARY KEY (area_id, number, part),
    FOREIGN KEY (area_id, number) REFERENCES plan_change (area_id, number)
);
CREATE INDEX plan_change_deed_subject ON plan_change_deed (area_id, subject_kind, subject, number);

-- Moves that wait for the consent of other bodies.
CREATE TABLE proposed_move (
    area_id UUID NOT NULL,
    proposal_id UUID NOT NULL,
    node_key TEXT NOT NULL,
    wanted JSONB NOT NULL,
    reason TEXT NOT NULL,
    author TEXT NOT NULL,
    actor TEXT NOT NULL,
    proposed_on DATE NOT NULL,
    -- waiting, moved, refused or withdrawn.
    state TEXT NOT NULL,
    ended_on DATE,
    version BIGINT NOT NULL,
    PRIMARY KEY (area_id, proposal_id),
    FOREIGN KEY (area_id, node_key) REFERENCES node (area_id, node_key)
);
CREATE UNIQUE INDEX proposed_move_waiting ON proposed_move (area_id, node_key) WHERE state = 'waiting';
CREATE INDEX proposed_move_node ON proposed_move (area_id, node_key);

CREATE TABLE move_consent (
    area_id UUID NOT NULL,
    proposal_id UUID NOT NULL,
    body_key TEXT NOT NULL,
    gives BOOLEAN NOT NULL,
    person_id UUID NOT NULL,
    given_on DATE NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (area_id, proposal_id, body_key),
    FOREIGN KEY (area_id, proposal_id) REFERENCES proposed_move (area_id, proposal_id)
);

-- Pages under review: the bytes as they came, and what somebody decided about what they would change.
CREATE TABLE plan_import (
    area_id UUID NOT NULL,
    import_id UUID NOT NULL,
    plan_key TEXT NOT NULL,
    file_name TEXT NOT NULL,
    content BYTEA NOT NULL,
    brought_on DATE NOT NULL,
    actor TEXT NOT NULL,
    -- open, applied or put_away.
    state TEXT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (area_id, import_id)
);
CREATE INDEX plan_import_open ON plan_import (area_id, import_id) WHERE state = 'open';

-- One row per change or question that somebody has decided; `digest` names it by its content.
CREATE TABLE plan_import_choice (
    area_id UUID NOT NULL,
    import_id UUID NOT NULL,
    digest TEXT NOT NULL,
    -- accepted, refused, corrected or answered.
    choice TEXT NOT NULL,
    -- The words put in the place of the page's, or the answer to a question.
    words TEXT,
    PRIMARY KEY (area_id, import_id, digest),
    FOREIGN KEY (area_id, import_id) REFERENCES plan_import (area_id, import_id)
);
