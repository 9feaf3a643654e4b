-- Version 5: the rest of what the guideline's articles ask for: health plans and checks, supplies, submissions, statements,
-- attachments, destructions.
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
