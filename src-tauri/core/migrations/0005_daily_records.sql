-- Version 5: the rest of what the guideline's articles ask for: health plans and checks, supplies, submissions, statements,
-- attachments, destructions.
-- 情况报送
CREATE TABLE submissions (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    kind          TEXT NOT NULL,
    period_from   TEXT NOT NULL,
    period_to     TEXT NOT NULL,
    recipient     TEXT NOT NULL,
    due_at        TEXT,
    zero          INTEGER,
    sent_at       TEXT,
    way           TEXT,
    receipt       INTEGER,
    notice        INTEGER REFERENCES notices (id),
    corrects      INTEGER REFERENCES submissions (id),
    correction    TEXT,
    version       INTEGER,
    frozen        TEXT,
    filled_by     TEXT NOT NULL,
    filled_by_key TEXT NOT NULL,
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
CREATE INDEX submissions_by_notice ON submissions (notice, period_to);
CREATE INDEX submissions_by_period_to ON submissions (period_to, id, state);
-- 声明认定
CREATE TABLE statements (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    kind          TEXT NOT NULL,
    topic         TEXT,
    requirement   TEXT,
    from_on       TEXT NOT NULL,
    to_on         TEXT NOT NULL,
    stated_by     TEXT NOT NULL,
    stated_by_key TEXT NOT NULL,
    basis         TEXT NOT NULL,
    basis_key     TEXT NOT NULL,
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
CREATE INDEX statements_by_from_on ON statements (from_on, id, state);
-- What was frozen: packs as they were made, byte for byte.
CREATE TABLE frozen (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    kind            TEXT NOT NULL,
    number          TEXT NOT NULL,
    job             TEXT NOT NULL,
    summary         TEXT NOT NULL,
    pages           INTEGER NOT NULL,
    head            TEXT NOT NULL,
    program_version TEXT NOT NULL,
    sha256          TEXT NOT NULL,
    bytes           INTEGER NOT NULL,
    recipient       TEXT NOT NULL,
    step            INTEGER NOT NULL,
    frozen_at       TEXT NOT NULL,
    UNIQUE (kind, sha256)
) STRICT;
CREATE TABLE frozen_pieces (
    frozen INTEGER NOT NULL REFERENCES frozen (id),
    seq    INTEGER NOT NULL,
    piece  BLOB NOT NULL,
    PRIMARY KEY (frozen, seq)
) STRICT, WITHOUT ROWID;
