-- An answer to a comment that one person wrote and another has yet to let out (crate `inbox`). Until then the public
-- reads what stood before: nothing, or the answer released last.
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
