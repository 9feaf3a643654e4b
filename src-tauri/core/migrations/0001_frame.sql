-- The frame: journal, settings, and the first three ledgers.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One row per step; mac = HMAC(audit key, previous mac, header, payload hashes).
CREATE TABLE steps (
    step   INTEGER PRIMARY KEY,
    at     TEXT NOT NULL,
    who    TEXT NOT NULL,
    op     TEXT NOT NULL,
    detail TEXT NOT NULL,
    moves  INTEGER NOT NULL CHECK (moves IN (0, 1)),
    undone INTEGER,
    mac    BLOB NOT NULL
) STRICT;

CREATE TABLE changes (
    step   INTEGER NOT NULL REFERENCES steps (step),
    seq    INTEGER NOT NULL,
    ledger TEXT NOT NULL,
    record INTEGER NOT NULL,
    uid    TEXT NOT NULL,
    kind   TEXT NOT NULL CHECK (kind IN ('added', 'changed', 'voided', 'removed')),
    hash   BLOB NOT NULL,
    PRIMARY KEY (step, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX changes_by_record ON changes (ledger, record, step);

-- What the hashes vouch for; erasing a person deletes hers, and the chain stays provable.
CREATE TABLE payloads (
    step     INTEGER NOT NULL,
    seq      INTEGER NOT NULL,
    salt     BLOB NOT NULL,
    before   TEXT,
    after    TEXT,
    mentions TEXT NOT NULL,
    PRIMARY KEY (step, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE organisation (
    id            INTEGER PRIMARY KEY CHECK (id = 1),
    name          TEXT NOT NULL,
    name_key      TEXT NOT NULL,
    form          TEXT NOT NULL,
    traits        TEXT,
    credit_code   TEXT,
    division_code TEXT,
    address       TEXT,
    leader        TEXT,
    leader_key    TEXT,
    epidemic_lead TEXT,
    epidemic_lead_key TEXT,
    contact       TEXT,
    contact_key   TEXT,
    contact_phone TEXT,
    supervisor    TEXT,
    supervisor_key TEXT,
    registrar     TEXT,
    registrar_key TEXT,
    party_branch  TEXT,
    party_branch_key TEXT,
    note          TEXT,
    uid           TEXT NOT NULL UNIQUE,
    step          INTEGER NOT NULL,
    entered_at    TEXT NOT NULL,
    recorder      TEXT NOT NULL,
    late_reason   TEXT,
    state         TEXT NOT NULL CHECK (state IN ('valid', 'voided')),
    void_reason   TEXT,
    extra         TEXT NOT NULL
) STRICT;

CREATE TABLE staff (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    name          TEXT NOT NULL,
    name_key      TEXT NOT NULL,
    id_type       TEXT NOT NULL,
    id_number     TEXT,
    sex           TEXT,
    born_on       TEXT,
    mobile        TEXT,
    party_member  INTEGER,
    division_code TEXT,
    address       TEXT,
    emergency_contact TEXT,
    emergency_phone TEXT,
    consent       TEXT NOT NULL,
    consent_on    TEXT,
    note          TEXT,
    uid           TEXT NOT NULL UNIQUE,
    step          INTEGER NOT NULL,
    entered_at    TEXT NOT NULL,
    recorder      TEXT NOT NULL,
    late_reason   TEXT,
    state         TEXT NOT NULL CHECK (state IN ('valid', 'voided')),
    void_reason   TEXT,
    extra         TEXT NOT NULL
) STRICT;
CREATE INDEX staff_by_name ON staff (name_key, id, state);
CREATE INDEX staff_by_id_number ON staff (id_number, id, state);
CREATE INDEX staff_by_born_on ON staff (born_on, id, state);
CREATE INDEX staff_by_mobile ON staff (mobile, id, state);

CREATE TABLE postings (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    staff         INTEGER NOT NULL REFERENCES staff (id),
    category      TEXT NOT NULL,
    department    TEXT,
    department_key TEXT,
    post          TEXT,
    joined_on     TEXT NOT NULL,
    left_on       TEXT,
    note          TEXT,
    uid           TEXT NOT NULL UNIQUE,
    step          INTEGER NOT NULL,
    entered_at    TEXT NOT NULL,
    recorder      TEXT NOT NULL,
    late_reason   TEXT,
    state         TEXT NOT NULL CHECK (state IN ('valid', 'voided')),
    void_reason   TEXT,
    extra         TEXT NOT NULL
) STRICT;
CREATE INDEX postings_by_staff ON postings (staff, joined_on);
