-- What the public sends (crate `inbox`): wishes for e-mail, and comments on pages.

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
CREATE UNIQUE INDEX subscriber_email ON subscriber (area_id, email_key);
CREATE UNIQUE INDEX subscriber_confirm ON subscriber (area_id, confirm_digest);

-- Each mail bears its own link to leave by; each stays good as long as the subscription does.
CREATE TABLE subscriber_leave (
    area_id UUID NOT NULL,
    leave_digest BYTEA NOT NULL,
    subscriber_id UUID NOT NULL,
    PRIMARY KEY (area_id, leave_digest),
    FOREIGN KEY (area_id, subscriber_id) REFERENCES subscriber (area_id, subscriber_id)
);
CREATE INDEX subscriber_leave_whose ON subscriber_leave (area_id, subscriber_id);

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

-- Who sent a comment, if they said: apart, so that it can be forgotten alone.
CREATE TABLE comment_contact (
    area_id UUID NOT NULL,
    comment_id UUID NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    PRIMARY KEY (area_id, comment_id),
    FOREIGN KEY (area_id, comment_id) REFERENCES public_comment (area_id, comment_id)
);
