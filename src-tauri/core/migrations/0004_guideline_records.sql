-- Version 4: the records of the guideline's articles: leaves, plans, drills, notices, publicity, services, inspections, visitors,
-- incidents, quarantines, tests, gatherings, donations.

-- 外出报备
CREATE TABLE leaves (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    staff           INTEGER NOT NULL REFERENCES staff (id),
    reason          TEXT NOT NULL,
    division_code   TEXT NOT NULL,
    leave_on        TEXT NOT NULL,
    return_on       TEXT NOT NULL,
    approval        TEXT,
    returned_on     TEXT,
    approved_by     TEXT,
    approved_by_key TEXT,
    approved_on     TEXT,
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
CREATE INDEX leaves_by_staff ON leaves (staff, leave_on);
CREATE INDEX leaves_by_leave_on ON leaves (leave_on, id, state);
-- 方案制度
CREATE TABLE plans (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    kind            TEXT NOT NULL,
    title           TEXT NOT NULL,
    title_key       TEXT NOT NULL,
    version         TEXT NOT NULL,
    from_on         TEXT NOT NULL,
    to_on           TEXT,
    approved_by     TEXT NOT NULL,
    approved_by_key TEXT NOT NULL,
    members         TEXT,
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
CREATE INDEX plans_by_from_on ON plans (from_on, id, state);
-- 应急演练
CREATE TABLE drills (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    title        TEXT NOT NULL,
    title_key    TEXT NOT NULL,
    held_on      TEXT NOT NULL,
    kind         TEXT NOT NULL,
    plan         INTEGER REFERENCES plans (id),
    led_by       TEXT NOT NULL,
    led_by_key   TEXT NOT NULL,
    participants INTEGER NOT NULL,
    problems     TEXT,
    improve_by   TEXT,
    improved_on  TEXT,
    note         TEXT,
    uid          BLOB NOT NULL UNIQUE,
    step         INTEGER NOT NULL,
    entered_at   TEXT NOT NULL,
    recorder     TEXT NOT NULL,
    late_reason  TEXT,
    state        TEXT NOT NULL CHECK (state IN ('valid', 'voided')),
    void_reason  TEXT,
    extra        TEXT NOT NULL
) STRICT;
CREATE INDEX drills_by_held_on ON drills (held_on, id, state);
-- 来文
CREATE TABLE notices (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    title       TEXT NOT NULL,
    title_key   TEXT NOT NULL,
    issuer      TEXT NOT NULL,
    doc_no      TEXT,
    received_on TEXT NOT NULL,
    asks        TEXT NOT NULL,
    due_at      TEXT,
    repeats     TEXT,
    owner       TEXT,
    owner_key   TEXT,
    done_on     TEXT,
    until_on    TEXT,
    for_whom    TEXT,
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
CREATE INDEX notices_by_received_on ON notices (received_on, id, state);
-- 签收
CREATE TABLE acknowledgements (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    notice      INTEGER NOT NULL REFERENCES notices (id),
    staff       INTEGER NOT NULL REFERENCES staff (id),
    signed_on   TEXT NOT NULL,
    way         TEXT NOT NULL,
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
CREATE INDEX acknowledgements_by_notice ON acknowledgements (notice, signed_on);
CREATE INDEX acknowledgements_by_staff ON acknowledgements (staff);
CREATE INDEX acknowledgements_by_signed_on ON acknowledgements (signed_on, id, state);
-- 宣传培训
CREATE TABLE publicity (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    done_on        TEXT NOT NULL,
    kind           TEXT NOT NULL,
    topic          TEXT NOT NULL,
    topic_key      TEXT NOT NULL,
    themes         TEXT NOT NULL,
    audience       TEXT NOT NULL,
    reach          INTEGER,
    speaker        TEXT,
    speaker_key    TEXT,
    notice         INTEGER REFERENCES notices (id),
    source         TEXT,
    source_checked INTEGER,
    note           TEXT,
    uid            BLOB NOT NULL UNIQUE,
    step           INTEGER NOT NULL,
    entered_at     TEXT NOT NULL,
    recorder       TEXT NOT NULL,
    late_reason    TEXT,
    state          TEXT NOT NULL CHECK (state IN ('valid', 'voided')),
    void_reason    TEXT,
    extra          TEXT NOT NULL
) STRICT;
CREATE INDEX publicity_by_done_on ON publicity (done_on, id, state);
-- 材料
CREATE TABLE dossiers (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    kind         TEXT NOT NULL,
    title        TEXT NOT NULL,
    title_key    TEXT NOT NULL,
    made_on      TEXT NOT NULL,
    author       TEXT,
    author_key   TEXT,
    sent_to      TEXT,
    sent_on      TEXT,
    published_on TEXT,
    named        INTEGER,
    consent      INTEGER,
    note         TEXT,
    uid          BLOB NOT NULL UNIQUE,
    step         INTEGER NOT NULL,
    entered_at   TEXT NOT NULL,
    recorder     TEXT NOT NULL,
    late_reason  TEXT,
    state        TEXT NOT NULL CHECK (state IN ('valid', 'voided')),
    void_reason  TEXT,
    extra        TEXT NOT NULL
) STRICT;
CREATE INDEX dossiers_by_made_on ON dossiers (made_on, id, state);
-- 服务
CREATE TABLE services (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    served_on    TEXT NOT NULL,
    kind         TEXT NOT NULL,
    title        TEXT NOT NULL,
    title_key    TEXT NOT NULL,
    requested_by TEXT,
    people       INTEGER,
    hours        REAL,
    notice       INTEGER REFERENCES notices (id),
    insured      INTEGER,
    note         TEXT,
    uid          BLOB NOT NULL UNIQUE,
    step         INTEGER NOT NULL,
    entered_at   TEXT NOT NULL,
    recorder     TEXT NOT NULL,
    late_reason  TEXT,
    state        TEXT NOT NULL CHECK (state IN ('valid', 'voided')),
    void_reason  TEXT,
    extra        TEXT NOT NULL
) STRICT;
CREATE INDEX services_by_served_on ON services (served_on, id, state);
-- 参与人
CREATE TABLE service_members (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    service     INTEGER NOT NULL REFERENCES services (id),
    staff       INTEGER REFERENCES staff (id),
    name        TEXT,
    name_key    TEXT,
    hours       REAL NOT NULL,
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
CREATE INDEX service_members_by_staff ON service_members (staff);
CREATE INDEX service_members_by_service ON service_members (service);
-- 检查
CREATE TABLE inspections (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    inspected_on   TEXT NOT NULL,
    by             TEXT NOT NULL,
    unit           TEXT NOT NULL,
    unit_key       TEXT NOT NULL,
    inspectors     TEXT NOT NULL,
    inspectors_key TEXT NOT NULL,
    result         TEXT NOT NULL,
    credentials    INTEGER,
    pack_number    TEXT,
    note           TEXT,
    uid            BLOB NOT NULL UNIQUE,
    step           INTEGER NOT NULL,
    entered_at     TEXT NOT NULL,
    recorder       TEXT NOT NULL,
    late_reason    TEXT,
    state          TEXT NOT NULL CHECK (state IN ('valid', 'voided')),
    void_reason    TEXT,
    extra          TEXT NOT NULL
) STRICT;
CREATE INDEX inspections_by_inspected_on ON inspections (inspected_on, id, state);
-- 问题整改
CREATE TABLE findings (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    inspection       INTEGER NOT NULL REFERENCES inspections (id),
    item             TEXT NOT NULL,
    item_key         TEXT NOT NULL,
    requirement      TEXT,
    measure          TEXT,
    responsible      TEXT NOT NULL,
    responsible_key  TEXT NOT NULL,
    due_on           TEXT NOT NULL,
    fixed_on         TEXT,
    recheck          TEXT,
    rechecked_on     TEXT,
    rechecked_by     TEXT,
    rechecked_by_key TEXT,
    note             TEXT,
    uid              BLOB NOT NULL UNIQUE,
    step             INTEGER NOT NULL,
    entered_at       TEXT NOT NULL,
    recorder         TEXT NOT NULL,
    late_reason      TEXT,
    state            TEXT NOT NULL CHECK (state IN ('valid', 'voided')),
    void_reason      TEXT,
    extra            TEXT NOT NULL
) STRICT;
CREATE INDEX findings_by_inspection ON findings (inspection, due_on);
CREATE INDEX findings_by_due_on ON findings (due_on, id, state);
-- 来访登记
CREATE TABLE visitors (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    name         TEXT NOT NULL,
    name_key     TEXT NOT NULL,
    visited_on   TEXT NOT NULL,
    arrived_time TEXT NOT NULL,
    left_time    TEXT,
    unit         TEXT,
    unit_key     TEXT,
    phone        TEXT,
    host         INTEGER REFERENCES staff (id),
    purpose      TEXT,
    temperature  REAL,
    health_code  TEXT,
    admitted     TEXT NOT NULL,
    note         TEXT,
    uid          BLOB NOT NULL UNIQUE,
    step         INTEGER NOT NULL,
    entered_at   TEXT NOT NULL,
    recorder     TEXT NOT NULL,
    late_reason  TEXT,
    state        TEXT NOT NULL CHECK (state IN ('valid', 'voided')),
    void_reason  TEXT,
    extra        TEXT NOT NULL
) STRICT;
CREATE INDEX visitors_by_host ON visitors (host);
CREATE INDEX visitors_by_visited_on ON visitors (visited_on, id, state);
-- 疑似密接
CREATE TABLE incidents (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    found_at    TEXT NOT NULL,
    category    TEXT NOT NULL,
    staff       INTEGER REFERENCES staff (id),
    name        TEXT,
    name_key    TEXT,
    conclusion  TEXT,
    closed_on   TEXT,
    symptoms    TEXT,
    held_place  TEXT,
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
CREATE INDEX incidents_by_staff ON incidents (staff, found_at);
CREATE INDEX incidents_by_found_at ON incidents (found_at, id, state);
-- 情况上报
CREATE TABLE incident_reports (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    incident     INTEGER NOT NULL REFERENCES incidents (id),
    kind         TEXT NOT NULL,
    recipient    TEXT NOT NULL,
    told_at      TEXT NOT NULL,
    way          TEXT NOT NULL,
    receiver     TEXT,
    receiver_key TEXT,
    receipt_no   TEXT,
    note         TEXT,
    uid          BLOB NOT NULL UNIQUE,
    step         INTEGER NOT NULL,
    entered_at   TEXT NOT NULL,
    recorder     TEXT NOT NULL,
    late_reason  TEXT,
    state        TEXT NOT NULL CHECK (state IN ('valid', 'voided')),
    void_reason  TEXT,
    extra        TEXT NOT NULL
) STRICT;
CREATE INDEX incident_reports_by_incident ON incident_reports (incident, told_at);
CREATE INDEX incident_reports_by_told_at ON incident_reports (told_at, id, state);
-- 同环境人员
CREATE TABLE incident_contacts (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    incident        INTEGER NOT NULL REFERENCES incidents (id),
    staff           INTEGER REFERENCES staff (id),
    name            TEXT,
    name_key        TEXT,
    phone           TEXT,
    last_contact_on TEXT NOT NULL,
    measure         TEXT,
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
CREATE INDEX incident_contacts_by_incident ON incident_contacts (incident, last_contact_on);
CREATE INDEX incident_contacts_by_staff ON incident_contacts (staff);
CREATE INDEX incident_contacts_by_last_contact_on ON incident_contacts (last_contact_on, id, state);
-- 隔离观察
CREATE TABLE quarantines (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    staff        INTEGER NOT NULL REFERENCES staff (id),
    cause        TEXT NOT NULL,
    measure      TEXT NOT NULL,
    counted_from TEXT NOT NULL,
    from_on      TEXT NOT NULL,
    days         INTEGER,
    ended_on     TEXT,
    back_on      TEXT,
    travel       INTEGER REFERENCES travels (id),
    incident     INTEGER REFERENCES incidents (id),
    place_text   TEXT,
    ruled_on     TEXT,
    note         TEXT,
    uid          BLOB NOT NULL UNIQUE,
    step         INTEGER NOT NULL,
    entered_at   TEXT NOT NULL,
    recorder     TEXT NOT NULL,
    late_reason  TEXT,
    state        TEXT NOT NULL CHECK (state IN ('valid', 'voided')),
    void_reason  TEXT,
    extra        TEXT NOT NULL
) STRICT;
CREATE INDEX quarantines_by_staff ON quarantines (staff, from_on);
CREATE INDEX quarantines_by_from_on ON quarantines (from_on, id, state);
-- 检测
CREATE TABLE tests (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    staff       INTEGER NOT NULL REFERENCES staff (id),
    sampled_on  TEXT NOT NULL,
    kind        TEXT NOT NULL,
    result      TEXT,
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
CREATE INDEX tests_by_staff ON tests (staff, sampled_on);
CREATE INDEX tests_by_sampled_on ON tests (sampled_on, id, state);
-- 聚集活动
CREATE TABLE gatherings (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    title          TEXT NOT NULL,
    title_key      TEXT NOT NULL,
    kind           TEXT NOT NULL,
    held_on        TEXT NOT NULL,
    planned        INTEGER NOT NULL,
    decision       TEXT NOT NULL,
    filed_on       TEXT,
    approved_on    TEXT,
    filed_with     TEXT,
    filing_no      TEXT,
    actual         INTEGER,
    place_text     TEXT,
    necessity      TEXT,
    decided_by     TEXT,
    decided_by_key TEXT,
    followed_on    TEXT,
    note           TEXT,
    uid            BLOB NOT NULL UNIQUE,
    step           INTEGER NOT NULL,
    entered_at     TEXT NOT NULL,
    recorder       TEXT NOT NULL,
    late_reason    TEXT,
    state          TEXT NOT NULL CHECK (state IN ('valid', 'voided')),
    void_reason    TEXT,
    extra          TEXT NOT NULL
) STRICT;
CREATE INDEX gatherings_by_held_on ON gatherings (held_on, id, state);
-- 签到
CREATE TABLE attendances (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    gathering   INTEGER NOT NULL REFERENCES gatherings (id),
    staff       INTEGER REFERENCES staff (id),
    name        TEXT,
    name_key    TEXT,
    signed_on   TEXT NOT NULL,
    temperature REAL,
    health_code TEXT,
    phone       TEXT,
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
CREATE INDEX attendances_by_gathering ON attendances (gathering, signed_on);
CREATE INDEX attendances_by_staff ON attendances (staff);
CREATE INDEX attendances_by_signed_on ON attendances (signed_on, id, state);
-- 受赠款物
CREATE TABLE donations (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    donor           TEXT NOT NULL,
    donor_key       TEXT NOT NULL,
    received_on     TEXT NOT NULL,
    kind            TEXT NOT NULL,
    amount          REAL,
    item            TEXT,
    item_key        TEXT,
    quantity        REAL,
    unit            TEXT,
    value           REAL,
    via             TEXT NOT NULL,
    receipt_no      TEXT,
    checked_by      TEXT,
    published_on    TEXT,
    purpose         TEXT,
    publish_name    INTEGER,
    emergency       INTEGER,
    campaign_no     TEXT,
    campaign_from   TEXT,
    filed_on        TEXT,
    certified       INTEGER,
    related         INTEGER,
    published_where TEXT,
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
CREATE INDEX donations_by_received_on ON donations (received_on, id, state);
-- 款物发放
CREATE TABLE grants (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    donation      INTEGER NOT NULL REFERENCES donations (id),
    granted_on    TEXT NOT NULL,
    recipient     TEXT NOT NULL,
    recipient_key TEXT NOT NULL,
    amount        REAL,
    quantity      REAL,
    signed_by     TEXT,
    signed_by_key TEXT,
    handler       TEXT NOT NULL,
    handler_key   TEXT NOT NULL,
    published_on  TEXT,
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
CREATE INDEX grants_by_donation ON grants (donation, granted_on);
CREATE INDEX grants_by_granted_on ON grants (granted_on, id, state);
