-- The partnerships this database serves. `id` is the `area_id` of every other table.
CREATE TABLE area (
    id UUID NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    profile JSONB NOT NULL,
    registered_at TIMESTAMPTZ NOT NULL,
    version BIGINT NOT NULL
);
