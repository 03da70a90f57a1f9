-- Who works in an area's office, in which role, and how each shows that it is they (crate `accounts`).
-- Names and addresses of people stand in these tables and nowhere else. Of a secret only its digest is kept.

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

-- One row per area: a higher epoch ends every session, token and invitation made before it.
CREATE TABLE account_epoch (
    area_id UUID NOT NULL,
    epoch BIGINT NOT NULL,
    PRIMARY KEY (area_id)
);

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
CREATE INDEX held_role_person ON held_role (area_id, person_id);
CREATE INDEX held_role_organisation ON held_role (area_id, organisation_key);

-- An invitation into an organisation, or, with a `person_id`, back into an account whose keys were lost.
-- It waits, is used or is withdrawn; it is never changed back.
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

-- An account at an organisation's own sign-in (OpenID Connect): issuer and subject, never an address.
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

-- What a sign-in under way has to remember between two requests. Taken once, by the browser that began it.
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

-- What somebody must be told about an account, theirs or one they answer for.
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
