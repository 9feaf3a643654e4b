-- Version 5, generated from the migrations: never edited, never run.
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
CREATE INDEX acknowledgements_by_signed_on ON acknowledgements (signed_on, id, state);
CREATE INDEX acknowledgements_by_staff ON acknowledgements (staff);
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
CREATE INDEX attachments_by_sha256 ON attachments (sha256);
CREATE INDEX attachments_by_taken_on ON attachments (taken_on, id, state);
CREATE INDEX attachments_of_record ON attachments (record, ledger);
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
CREATE INDEX attendances_by_signed_on ON attendances (signed_on, id, state);
CREATE INDEX attendances_by_staff ON attendances (staff);
CREATE TABLE blobs (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    sha256 TEXT NOT NULL UNIQUE,
    bytes  BLOB NOT NULL
) STRICT;
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
CREATE INDEX changes_by_record ON changes (record, step);
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
CREATE INDEX findings_by_due_on ON findings (due_on, id, state);
CREATE INDEX findings_by_inspection ON findings (inspection, due_on);
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
CREATE INDEX health_checks_by_checked_on ON health_checks (checked_on, id, state);
CREATE INDEX health_checks_by_staff ON health_checks (staff, checked_on);
CREATE INDEX health_checks_warm ON health_checks (checked_on) WHERE morning >= 37.0 OR noon >= 37.0 OR recheck >= 37.0;
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
CREATE INDEX incident_contacts_by_last_contact_on ON incident_contacts (last_contact_on, id, state);
CREATE INDEX incident_contacts_by_staff ON incident_contacts (staff);
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
CREATE INDEX incidents_by_found_at ON incidents (found_at, id, state);
CREATE INDEX incidents_by_staff ON incidents (staff, found_at);
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
CREATE INDEX leaves_by_leave_on ON leaves (leave_on, id, state);
CREATE INDEX leaves_by_staff ON leaves (staff, leave_on);
CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
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
CREATE TABLE payloads (
    step     INTEGER NOT NULL,
    seq      INTEGER NOT NULL,
    before   TEXT,
    after    TEXT,
    mentions BLOB NOT NULL,
    PRIMARY KEY (step, seq)
) STRICT, WITHOUT ROWID;
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
CREATE INDEX postings_in_force ON postings (staff, state, joined_on, left_on, category, department, post);
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
CREATE INDEX quarantines_by_from_on ON quarantines (from_on, id, state);
CREATE INDEX quarantines_by_staff ON quarantines (staff, from_on);
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
CREATE INDEX service_members_by_service ON service_members (service);
CREATE INDEX service_members_by_staff ON service_members (staff);
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
CREATE TABLE settings (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
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
CREATE INDEX supply_moves_by_moved_on ON supply_moves (moved_on, id, state);
CREATE INDEX supply_moves_by_supply ON supply_moves (supply, moved_on);
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
CREATE INDEX tests_by_sampled_on ON tests (sampled_on, id, state);
CREATE INDEX tests_by_staff ON tests (staff, sampled_on);
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
, verified_on TEXT) STRICT;
CREATE INDEX travels_by_arrived_on ON travels (arrived_on, id, state);
CREATE INDEX travels_by_staff ON travels (staff, arrived_on);
CREATE INDEX travels_by_trip ON travels (trip);
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
