-- Version 5: the rest of what the guideline's articles ask for: health plans and checks, supplies, submissions, statements,
-- attachments, destructions.

-- 防疫物资
CREATE TABLE supplies (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    name        TEXT NOT NULL,
    name_key    TEXT NOT NULL,
    kind        TEXT NOT NULL,
    unit        TEXT NOT NULL,
    minimum     REAL,
    note        TEXT,
    uid         BLOB NOT NULL UNIQUE,
    step        INTEGER NOT NULL,
    entered_at  TEXT NOT NULL,
    recorder    TEXT NOT NULL,
    late_reason TEXT,
    state       TEXT NOT NULL CHECK (state IN ('valid', 'voided')),
    void_reason TEXT,
    extra       TEXT NOT NULL
) STRICT;
-- 出入库
CREATE TABLE supply_moves (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    supply        INTEGER NOT NULL REFERENCES supplies (id),
    moved_on      TEXT NOT NULL,
    kind          TEXT NOT NULL,
    quantity      REAL NOT NULL,
    source        TEXT,
    lot           TEXT,
    expires_on    TEXT,
    recipient     TEXT,
    recipient_key TEXT,
    handler       TEXT NOT NULL,
    handler_key   TEXT NOT NULL,
    donation      INTEGER REFERENCES donations (id),
    note          TEXT,
    uid           BLOB NOT NULL UNIQUE,
    step          INTEGER NOT NULL,
    entered_at    TEXT NOT NULL,
    recorder      TEXT NOT NULL,
    late_reason   TEXT,
    state         TEXT NOT NULL CHECK (state IN ('valid', 'voided')),
    void_reason   TEXT,
    extra         TEXT NOT NULL
) STRICT;
CREATE INDEX supply_moves_by_supply ON supply_moves (supply, moved_on);
CREATE INDEX supply_moves_by_moved_on ON supply_moves (moved_on, id, state);
