CREATE TABLE account_epoch (
    area_id UUID NOT NULL,
    epoch BIGINT NOT NULL,
    PRIMARY KEY (area_id)
);
CREATE TABLE account_notice (
    area_id UUID NOT NULL,
    notice_id UUID NOT NULL,
    person_id UUID NOT NULL,
    about UUID NOT NULL,
    kind TEXT NOT NULL,
    made_at TIMESTAMPTZ NOT NULL,
    read_at TIMESTAMPTZ,
    PRIMARY KEY (area_id, notice_id),
    FOREIGN KEY (area_id, person_id) REFERENCES person (area_id, person_id)
);
CREATE INDEX account_notice_person ON account_notice (area_id, person_id, made_at);
CREATE TABLE answer_draft (
    area_id UUID NOT NULL,
    comment_id UUID NOT NULL,
    -- The comment as the public is to read it.
    said TEXT NOT NULL,
    answer TEXT NOT NULL,
    -- Who wrote it; never the one who lets it out.
    written_by UUID NOT NULL,
    written_at TIMESTAMPTZ NOT NULL,
    -- Why it was sent back to be written anew.
    sent_back TEXT,
    PRIMARY KEY (area_id, comment_id),
    FOREIGN KEY (area_id, comment_id) REFERENCES public_comment (area_id, comment_id)
);
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
CREATE TABLE ceremony (
    area_id UUID NOT NULL,
    ceremony_digest BYTEA NOT NULL,
    browser_digest BYTEA NOT NULL,
    person_id UUID,
    kind TEXT NOT NULL,
    state JSONB NOT NULL,
    ends_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (area_id, ceremony_digest)
);
CREATE TABLE comment_contact (
    area_id UUID NOT NULL,
    comment_id UUID NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    PRIMARY KEY (area_id, comment_id),
    FOREIGN KEY (area_id, comment_id) REFERENCES public_comment (area_id, comment_id)
);
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
CREATE INDEX document_of_content ON document (area_id, address);
CREATE INDEX document_of_subject ON document (area_id, subject_kind, subject_key, document_id);
CREATE INDEX document_to_destroy ON document (area_id, document_id) WHERE shredded_at IS NOT NULL AND destroyed_at IS NULL;
CREATE TABLE document_chunk (
    area_id UUID NOT NULL,
    address TEXT NOT NULL,
    number BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (area_id, address, number),
    FOREIGN KEY (area_id, address) REFERENCES document_content (area_id, address)
);
CREATE TABLE document_content (
    area_id UUID NOT NULL REFERENCES area (id),
    address TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    chunks BIGINT NOT NULL,
    PRIMARY KEY (area_id, address)
);
CREATE TABLE document_key (
    area_id UUID NOT NULL PRIMARY KEY REFERENCES area (id),
    wrapped BYTEA NOT NULL,
    made_at TIMESTAMPTZ NOT NULL
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
    version BIGINT NOT NULL, sensitivity TEXT, document_id UUID, supersedes TEXT,
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
CREATE TABLE held_role (
    area_id UUID NOT NULL,
    role_id UUID NOT NULL,
    person_id UUID NOT NULL,
    organisation_key TEXT NOT NULL,
    role TEXT NOT NULL,
    from_on DATE NOT NULL,
    until_on DATE,
    version BIGINT NOT NULL,
    PRIMARY KEY (area_id, role_id),
    FOREIGN KEY (area_id, person_id) REFERENCES person (area_id, person_id),
    FOREIGN KEY (area_id, organisation_key) REFERENCES organisation (area_id, organisation_key)
);
CREATE INDEX held_role_organisation ON held_role (area_id, organisation_key);
CREATE INDEX held_role_person ON held_role (area_id, person_id);
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
CREATE TABLE invitation (
    area_id UUID NOT NULL,
    invitation_id UUID NOT NULL,
    code_digest BYTEA NOT NULL,
    organisation_key TEXT NOT NULL,
    roles JSONB NOT NULL,
    name TEXT NOT NULL,
    email TEXT,
    person_id UUID,
    made_by UUID,
    made_at TIMESTAMPTZ NOT NULL,
    ends_at TIMESTAMPTZ NOT NULL,
    area_epoch BIGINT NOT NULL,
    -- Only for the way back: a second administrator, or the person with a code of their own.
    confirmed_at TIMESTAMPTZ,
    confirmed_by UUID,
    used_at TIMESTAMPTZ,
    used_by UUID,
    withdrawn_at TIMESTAMPTZ,
    PRIMARY KEY (area_id, invitation_id),
    UNIQUE (area_id, code_digest),
    FOREIGN KEY (area_id, organisation_key) REFERENCES organisation (area_id, organisation_key)
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
CREATE TABLE mail (
    area_id UUID NOT NULL REFERENCES area (id),
    mail_id UUID NOT NULL,
    kind TEXT NOT NULL,
    -- Two mails of one kind with the same key are one mail, for ever.
    dedupe TEXT NOT NULL,
    -- Emptied some days after the end; content is emptied at once.
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body_text TEXT NOT NULL,
    body_html TEXT,
    -- Where one click ends such mail (RFC 8058).
    leave_url TEXT,
    -- Fixed here, so that whoever gets a mail twice can tell.
    message_id TEXT NOT NULL,
    -- The restoration this was queued after, or empty; another one holds it back.
    mark TEXT NOT NULL,
    -- waiting, claimed (nothing left the house), handed (from here on it may have been taken), sent, dead, doubtful.
    state TEXT NOT NULL,
    queued_at TIMESTAMPTZ NOT NULL,
    not_before TIMESTAMPTZ NOT NULL,
    attempts BIGINT NOT NULL,
    -- Grows by one with every claim; only the holder of the present number may hand over and say how it went.
    fence BIGINT NOT NULL,
    leased_until TIMESTAMPTZ,
    ended_at TIMESTAMPTZ,
    last_failure TEXT,
    PRIMARY KEY (area_id, mail_id)
);
CREATE INDEX mail_due ON mail (area_id, not_before, mail_id) WHERE state IN ('waiting', 'claimed', 'handed');
CREATE INDEX mail_ended ON mail (area_id, ended_at) WHERE ended_at IS NOT NULL;
CREATE UNIQUE INDEX mail_once ON mail (area_id, kind, dedupe);
CREATE TABLE migration (
    number BIGINT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    digest TEXT NOT NULL
);
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
    version BIGINT NOT NULL, private_text TEXT, came_from JSONB, retired_into JSONB, consent_from JSONB,
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
CREATE TABLE office_session (
    area_id UUID NOT NULL,
    session_id UUID NOT NULL,
    session_digest BYTEA NOT NULL,
    person_id UUID NOT NULL,
    person_epoch BIGINT NOT NULL,
    area_epoch BIGINT NOT NULL,
    means TEXT NOT NULL,
    began_at TIMESTAMPTZ NOT NULL,
    seen_at TIMESTAMPTZ NOT NULL,
    stepped_up_at TIMESTAMPTZ,
    PRIMARY KEY (area_id, session_id),
    UNIQUE (area_id, session_digest),
    FOREIGN KEY (area_id, person_id) REFERENCES person (area_id, person_id)
);
CREATE INDEX office_session_person ON office_session (area_id, person_id);
CREATE TABLE organisation (
    area_id UUID NOT NULL,
    -- The same word as the roadmap's body.
    organisation_key TEXT NOT NULL,
    name TEXT NOT NULL,
    -- Words of the roles that its own administrators may give.
    grants JSONB NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (area_id, organisation_key)
);
CREATE TABLE outside_identity (
    area_id UUID NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    person_id UUID NOT NULL,
    linked_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (area_id, issuer, subject),
    FOREIGN KEY (area_id, person_id) REFERENCES person (area_id, person_id)
);
CREATE INDEX outside_identity_person ON outside_identity (area_id, person_id);
CREATE TABLE passkey (
    area_id UUID NOT NULL,
    passkey_id UUID NOT NULL,
    credential_id BYTEA NOT NULL,
    person_id UUID NOT NULL,
    name TEXT NOT NULL,
    -- Public key and counter, as the library writes them.
    credential JSONB NOT NULL,
    made_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ,
    PRIMARY KEY (area_id, passkey_id),
    UNIQUE (area_id, credential_id),
    FOREIGN KEY (area_id, person_id) REFERENCES person (area_id, person_id)
);
CREATE INDEX passkey_person ON passkey (area_id, person_id);
CREATE TABLE person (
    area_id UUID NOT NULL,
    person_id UUID NOT NULL,
    name TEXT NOT NULL,
    email TEXT,
    joined_at TIMESTAMPTZ NOT NULL,
    -- As the area's epoch, for this person alone.
    epoch BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (area_id, person_id)
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
    version BIGINT NOT NULL, gave_way_to TEXT, gave_way_on DATE, gave_way_reason TEXT,
    PRIMARY KEY (area_id, plan_key)
);
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
CREATE TABLE program_token (
    area_id UUID NOT NULL,
    token_id UUID NOT NULL,
    token_digest BYTEA NOT NULL,
    person_id UUID NOT NULL,
    person_epoch BIGINT NOT NULL,
    area_epoch BIGINT NOT NULL,
    name TEXT NOT NULL,
    -- Words of the only actions it may be used for.
    scope JSONB NOT NULL,
    made_at TIMESTAMPTZ NOT NULL,
    last_day DATE NOT NULL,
    PRIMARY KEY (area_id, token_id),
    UNIQUE (area_id, token_digest),
    FOREIGN KEY (area_id, person_id) REFERENCES person (area_id, person_id)
);
CREATE INDEX program_token_person ON program_token (area_id, person_id);
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
CREATE INDEX proposed_move_node ON proposed_move (area_id, node_key);
CREATE UNIQUE INDEX proposed_move_waiting ON proposed_move (area_id, node_key) WHERE state = 'waiting';
CREATE TABLE public_comment (
    area_id UUID NOT NULL REFERENCES area (id),
    comment_id UUID NOT NULL,
    -- Path of the page it is about.
    about TEXT NOT NULL,
    body TEXT NOT NULL,
    -- SHA-256 of page and text: the same words sent twice are one comment.
    body_digest BYTEA NOT NULL,
    received_at TIMESTAMPTZ NOT NULL,
    -- waiting, answered or dismissed.
    state TEXT NOT NULL,
    -- The comment as it is published: whoever answers takes out what would show somebody.
    said TEXT,
    answer TEXT,
    -- Why it was dismissed.
    reason TEXT,
    ended_at TIMESTAMPTZ,
    version BIGINT NOT NULL,
    PRIMARY KEY (area_id, comment_id)
);
CREATE UNIQUE INDEX public_comment_once ON public_comment (area_id, body_digest);
CREATE INDEX public_comment_waiting ON public_comment (area_id, comment_id) WHERE state = 'waiting';
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
CREATE TABLE recovery_code (
    area_id UUID NOT NULL,
    code_digest BYTEA NOT NULL,
    person_id UUID NOT NULL,
    made_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ,
    PRIMARY KEY (area_id, code_digest),
    FOREIGN KEY (area_id, person_id) REFERENCES person (area_id, person_id)
);
CREATE INDEX recovery_code_person ON recovery_code (area_id, person_id);
CREATE TABLE restoration (
    mark TEXT NOT NULL PRIMARY KEY,
    -- The moment the backup shows.
    taken_at TIMESTAMPTZ NOT NULL
);
CREATE TABLE roadmap_revision (
    area_id UUID NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (area_id)
);
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
CREATE TABLE subscriber (
    area_id UUID NOT NULL REFERENCES area (id),
    subscriber_id UUID NOT NULL,
    email TEXT NOT NULL,
    -- The address in small letters: one person, one row.
    email_key TEXT NOT NULL,
    -- When it was first asked for; a wish nobody confirmed is forgotten some days after.
    first_asked_at TIMESTAMPTZ NOT NULL,
    asked_at TIMESTAMPTZ NOT NULL,
    asked_times BIGINT NOT NULL,
    -- SHA-256 of what the link in the last mail bears; the link itself is kept nowhere.
    confirm_digest BYTEA NOT NULL,
    confirmed_at TIMESTAMPTZ,
    -- The last edition they were told of.
    told_number BIGINT NOT NULL,
    PRIMARY KEY (area_id, subscriber_id)
);
CREATE UNIQUE INDEX subscriber_confirm ON subscriber (area_id, confirm_digest);
CREATE UNIQUE INDEX subscriber_email ON subscriber (area_id, email_key);
CREATE TABLE subscriber_leave (
    area_id UUID NOT NULL,
    leave_digest BYTEA NOT NULL,
    subscriber_id UUID NOT NULL,
    PRIMARY KEY (area_id, leave_digest),
    FOREIGN KEY (area_id, subscriber_id) REFERENCES subscriber (area_id, subscriber_id)
);
CREATE INDEX subscriber_leave_whose ON subscriber_leave (area_id, subscriber_id);
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
