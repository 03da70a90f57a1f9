-- Mail to be sent (crate `mail`), queued in the transaction that makes it necessary.

-- One row once this database was filled by a restore; no part of a backup. Rows that carry another `mark` were written
-- before, and what they ask for may have been done meanwhile.
CREATE TABLE restoration (
    mark TEXT NOT NULL PRIMARY KEY,
    -- The moment the backup shows.
    taken_at TIMESTAMPTZ NOT NULL
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
CREATE UNIQUE INDEX mail_once ON mail (area_id, kind, dedupe);
CREATE INDEX mail_due ON mail (area_id, not_before, mail_id) WHERE state IN ('waiting', 'claimed', 'handed');
CREATE INDEX mail_ended ON mail (area_id, ended_at) WHERE ended_at IS NOT NULL;
