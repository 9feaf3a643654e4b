-- Version 5: the rest of what the guideline's articles ask for: health plans and checks, supplies, submissions, statements,
-- attachments, destructions. From this version on what `payloads` keeps of a text before may be only what was otherwise after:
-- `-` and an object of the keys that differ, `null` where nothing was said.
-- The number of a record finds its changes nearly as well as its ledger and number do, in half the bytes.
DROP INDEX changes_by_record;
CREATE INDEX changes_by_record ON changes (record, step);
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
    emptied_on      TEXT,
    UNIQUE (kind, sha256)
) STRICT;
CREATE TABLE frozen_pieces (
    frozen INTEGER NOT NULL REFERENCES frozen (id),
    seq    INTEGER NOT NULL,
    piece  BLOB NOT NULL,
    PRIMARY KEY (frozen, seq)
) STRICT, WITHOUT ROWID;
-- Contents of attachments, each once, under the SHA-256 of its bytes in hexadecimal digits.
CREATE TABLE blobs (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    sha256 TEXT NOT NULL UNIQUE,
    bytes  BLOB NOT NULL
) STRICT;

-- 附件
CREATE TABLE attachments (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    ledger        TEXT NOT NULL,
    record        TEXT NOT NULL,
    file_name     TEXT NOT NULL,
    file_name_key TEXT NOT NULL,
    taken_on      TEXT NOT NULL,
    caption       TEXT,
    caption_key   TEXT,
    kind          TEXT NOT NULL,
    bytes         INTEGER NOT NULL,
    sha256        TEXT NOT NULL,
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
CREATE INDEX attachments_by_taken_on ON attachments (taken_on, id, state);
CREATE INDEX attachments_of_record ON attachments (record, ledger);
CREATE INDEX attachments_by_sha256 ON attachments (sha256);
-- 销毁记录
CREATE TABLE destructions (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    destroyed_on    TEXT NOT NULL,
    kind            TEXT NOT NULL,
    scope           TEXT NOT NULL,
    records         TEXT NOT NULL,
    basis           TEXT NOT NULL,
    approved_by     TEXT NOT NULL,
    approved_by_key TEXT NOT NULL,
    witness         TEXT,
    witness_key     TEXT,
    copies_left     TEXT,
    head            TEXT,
    note            TEXT,
    uid             BLOB NOT NULL UNIQUE,
    step            INTEGER NOT NULL,
    entered_at      TEXT NOT NULL,
    recorder        TEXT NOT NULL,
    late_reason     TEXT,
    state           TEXT NOT NULL CHECK (state IN ('valid', 'voided')),
    void_reason     TEXT,
    extra           TEXT NOT NULL
) STRICT;
CREATE INDEX destructions_by_destroyed_on ON destructions (destroyed_on, id, state);
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
-- 监测安排
CREATE TABLE health_plans (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    categories    TEXT NOT NULL,
    times_per_day INTEGER NOT NULL,
    weekdays      TEXT,
    from_on       TEXT NOT NULL,
    to_on         TEXT,
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
CREATE INDEX health_plans_by_from_on ON health_plans (from_on, id, state);
-- 健康监测
CREATE TABLE health_checks (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    staff       INTEGER NOT NULL REFERENCES staff (id),
    checked_on  TEXT NOT NULL,
    morning     REAL,
    noon        REAL,
    recheck     REAL,
    health_code TEXT,
    symptoms    TEXT,
    presence    TEXT,
    action      TEXT,
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
CREATE INDEX health_checks_by_staff ON health_checks (staff, checked_on);
CREATE INDEX health_checks_by_checked_on ON health_checks (checked_on, id, state);
-- What is warm is little and is looked for at every start: readings below 37.0 are not in it.
CREATE INDEX health_checks_warm ON health_checks (checked_on) WHERE morning >= 37.0 OR noon >= 37.0 OR recheck >= 37.0;
-- When it was asked whether somebody was in a risk area; of older records the step that decided tells.
ALTER TABLE travels ADD COLUMN verified_on TEXT;
