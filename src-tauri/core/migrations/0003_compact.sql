-- Version 3, whole: a file of this version begins with these tables, and one of version 1 or 2 is written anew into them
-- (`store::former`). The journal keeps what was before, rows say what is now, uids are 16 bytes.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One row per step; mac = HMAC(audit key, previous mac, header with the hashes of its changes).
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

-- One record changed by one step. hash = sha256(salt, what the record said after it); in the steps before an upgrade from
-- version 1 or 2 it is of what the record said before and after. Erasing a person takes the salts of her changes away.
-- A uid that is not of 16 bytes is the spelling an older version took in.
CREATE TABLE changes (
    step   INTEGER NOT NULL REFERENCES steps (step),
    seq    INTEGER NOT NULL,
    ledger TEXT NOT NULL,
    record INTEGER NOT NULL,
    uid    BLOB NOT NULL,
    kind   TEXT NOT NULL CHECK (kind IN ('added', 'changed', 'voided', 'removed', 'erased')),
    salt   BLOB,
    hash   BLOB NOT NULL,
    PRIMARY KEY (step, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX changes_by_record ON changes (ledger, record, step);

-- What a record said before a change, with the uids of the people it mentioned, 16 bytes each. What it said after is what
-- the next change has before, else the row; only where an older version knew a spelling that neither gives, it lies here.
CREATE TABLE payloads (
    step     INTEGER NOT NULL,
    seq      INTEGER NOT NULL,
    before   TEXT,
    after    TEXT,
    mentions BLOB NOT NULL,
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
    uid           BLOB NOT NULL UNIQUE,
    step          INTEGER NOT NULL,
    entered_at    TEXT NOT NULL,
    recorder      TEXT NOT NULL,
    late_reason   TEXT,
    state         TEXT NOT NULL CHECK (state IN ('valid', 'voided')),
    void_reason   TEXT,
    extra         TEXT NOT NULL
) STRICT;

CREATE TABLE rule_packs (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    title         TEXT NOT NULL,
    title_key     TEXT NOT NULL,
    region        TEXT,
    issued_on     TEXT,
    source        TEXT NOT NULL,
    content       TEXT NOT NULL,
    digest        TEXT,
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
CREATE INDEX rule_packs_by_digest ON rule_packs (digest);

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
    uid           BLOB NOT NULL UNIQUE,
    step          INTEGER NOT NULL,
    entered_at    TEXT NOT NULL,
    recorder      TEXT NOT NULL,
    late_reason   TEXT,
    state         TEXT NOT NULL CHECK (state IN ('valid', 'voided')),
    void_reason   TEXT,
    extra         TEXT NOT NULL
) STRICT;
CREATE INDEX staff_by_born_on ON staff (born_on, id, state);
CREATE INDEX staff_by_id_number ON staff (id_number, id, state);
CREATE INDEX staff_by_mobile ON staff (mobile, id, state);
CREATE INDEX staff_by_name ON staff (name_key, id, state);

CREATE TABLE postings (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    staff         INTEGER NOT NULL REFERENCES staff (id),
    category      TEXT NOT NULL,
    department    TEXT,
    department_key TEXT,
    post          TEXT,
    joined_on     TEXT,
    left_on       TEXT,
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
-- One pass over the index finds everybody's posting in force. Without a first day it held before the file began.
CREATE INDEX postings_in_force ON postings (staff, state, joined_on, left_on, category, department, post);

CREATE TABLE vaccinations (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    staff         INTEGER NOT NULL REFERENCES staff (id),
    dose_number   INTEGER,
    product       TEXT NOT NULL,
    given_on      TEXT NOT NULL,
    lot           TEXT,
    site          TEXT,
    site_key      TEXT,
    evidence      TEXT,
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
CREATE INDEX vaccinations_by_given_on ON vaccinations (given_on, id, state);
-- One pass over the index finds all that decides where everybody stands.
CREATE INDEX vaccinations_of_staff ON vaccinations (staff, state, given_on, dose_number, product);

CREATE TABLE vaccine_exemptions (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    staff         INTEGER NOT NULL REFERENCES staff (id),
    reason        TEXT NOT NULL,
    from_on       TEXT NOT NULL,
    until_on      TEXT,
    doctor_opinion INTEGER,
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
CREATE INDEX vaccine_exemptions_by_staff ON vaccine_exemptions (staff, from_on);

CREATE TABLE travels (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    staff         INTEGER NOT NULL REFERENCES staff (id),
    trip          TEXT,
    division_code TEXT NOT NULL,
    place_text    TEXT,
    place_text_key TEXT,
    arrived_on    TEXT NOT NULL,
    departed_on   TEXT,
    returned_on   TEXT,
    transport     TEXT,
    transport_no  TEXT,
    companions    TEXT,
    health_code   TEXT,
    starred       INTEGER,
    symptoms      TEXT,
    contact_with_case INTEGER,
    last_test_on  TEXT,
    last_test_result TEXT,
    reported_to   TEXT,
    reported_at   TEXT,
    verified      TEXT,
    verified_by   TEXT,
    verified_by_key TEXT,
    measure       TEXT,
    released_on   TEXT,
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
CREATE INDEX travels_by_arrived_on ON travels (arrived_on, id, state);
CREATE INDEX travels_by_staff ON travels (staff, arrived_on);
CREATE INDEX travels_by_trip ON travels (trip);

CREATE TABLE risk_areas (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    division_code TEXT NOT NULL,
    place_text    TEXT,
    place_text_key TEXT,
    level         TEXT NOT NULL,
    from_on       TEXT NOT NULL,
    to_on         TEXT,
    source        TEXT NOT NULL,
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
CREATE INDEX risk_areas_by_from_on ON risk_areas (from_on, id, state);

CREATE TABLE places (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    name          TEXT NOT NULL,
    name_key      TEXT NOT NULL,
    kind          TEXT,
    parent        INTEGER REFERENCES places (id),
    area_m2       REAL,
    used_from     TEXT,
    used_to       TEXT,
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
CREATE INDEX places_by_name ON places (name_key, id, state);

CREATE TABLE cleaning_plans (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    place         INTEGER NOT NULL REFERENCES places (id),
    task          TEXT NOT NULL,
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
CREATE INDEX cleaning_plans_by_place ON cleaning_plans (place, from_on);

CREATE TABLE closures (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    place         INTEGER REFERENCES places (id),
    from_on       TEXT NOT NULL,
    to_on         TEXT NOT NULL,
    reason        TEXT NOT NULL,
    reason_key    TEXT NOT NULL,
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
CREATE INDEX closures_by_from_on ON closures (from_on, id, state);

CREATE TABLE disinfections (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    place         INTEGER NOT NULL REFERENCES places (id),
    done_on       TEXT NOT NULL,
    started_at    TEXT,
    ended_at      TEXT,
    objects       TEXT,
    kind          TEXT,
    agent         TEXT NOT NULL,
    agent_lot     TEXT,
    agent_expires_on TEXT,
    concentration REAL,
    unit          TEXT,
    dilution      TEXT,
    method        TEXT,
    contact_minutes INTEGER,
    rinsed        INTEGER,
    operator      TEXT NOT NULL,
    operator_key  TEXT NOT NULL,
    checker       TEXT,
    checker_key   TEXT,
    result        TEXT,
    contractor    TEXT,
    contractor_key TEXT,
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
CREATE INDEX disinfections_by_done_on ON disinfections (done_on, place, state, late_reason, id);
CREATE INDEX disinfections_by_place ON disinfections (place, done_on);

CREATE TABLE ventilations (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    place         INTEGER NOT NULL REFERENCES places (id),
    done_on       TEXT NOT NULL,
    method        TEXT,
    started_at    TEXT,
    ended_at      TEXT,
    windows       INTEGER,
    operator      TEXT NOT NULL,
    operator_key  TEXT NOT NULL,
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
CREATE INDEX ventilations_by_done_on ON ventilations (done_on, place, state, late_reason, id);
CREATE INDEX ventilations_by_place ON ventilations (place, done_on);
