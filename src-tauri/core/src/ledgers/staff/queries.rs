//! SQL of the roster's computed columns. `:on` is the day asked about.

/// The posting shown with a person: the latest begun by the day asked about, else the first to come.
pub const POSTING_JOIN: &str = "LEFT JOIN postings AS posting ON posting.id = (
    SELECT p.id FROM postings AS p
    WHERE p.staff = staff.id AND p.state = 'valid'
    ORDER BY p.joined_on <= :on DESC, CASE WHEN p.joined_on <= :on THEN p.joined_on END DESC, p.joined_on
    LIMIT 1)";

/// Whether the person is in post on the day.
pub const PRESENCE: &str = "CASE
    WHEN posting.id IS NULL THEN 'unposted'
    WHEN posting.joined_on > :on THEN 'upcoming'
    WHEN posting.left_on IS NOT NULL AND posting.left_on < :on THEN 'left'
    ELSE 'present' END";

/// Completed years of life on the day.
pub const AGE: &str = "CASE WHEN staff.born_on IS NULL OR staff.born_on > :on THEN NULL ELSE
    CAST(substr(:on, 1, 4) AS INTEGER) - CAST(substr(staff.born_on, 1, 4) AS INTEGER)
    - (substr(:on, 6) < substr(staff.born_on, 6)) END";
