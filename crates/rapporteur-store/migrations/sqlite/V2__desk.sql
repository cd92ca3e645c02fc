-- The second schema: a record at the size of a desk. Fusing touches only what a report changes, queries walk in order of
-- time along what they ask for, and reprints of one text are known.

PRAGMA user_version = 2;

-- What the fuse stage keeps of each claim, under which keys it may be found, and which others may be of the same event.
CREATE TABLE fuse_claims (
    claim  INTEGER PRIMARY KEY, -- claims.id
    facets BLOB NOT NULL
) STRICT;

CREATE TABLE fuse_keys (
    key   INTEGER NOT NULL,
    claim INTEGER NOT NULL,
    PRIMARY KEY (key, claim)
) STRICT, WITHOUT ROWID;
CREATE INDEX fuse_keys_claim ON fuse_keys (claim);

CREATE TABLE fuse_links (
    claim INTEGER NOT NULL,
    other INTEGER NOT NULL,
    score REAL NOT NULL,
    PRIMARY KEY (claim, other)
) STRICT, WITHOUT ROWID;

-- What is still to be fused: new reports, claims that lost a neighbour, events that lost a claim.
CREATE TABLE fuse_reports (report INTEGER PRIMARY KEY) STRICT;
CREATE TABLE fuse_touched (claim INTEGER PRIMARY KEY) STRICT;
CREATE TABLE fuse_events (event INTEGER PRIMARY KEY) STRICT;

INSERT INTO fuse_reports SELECT id FROM reports WHERE current = 1;
DELETE FROM meta WHERE key = 'needs-fuse';

-- What can be asked for: 'all', 'name <folded name>', 'said <folded name>', 'state <code>', 'voice <code of who says so>',
-- 'place <code>', 'type <type>'.
CREATE TABLE terms (
    id   INTEGER PRIMARY KEY,
    term TEXT NOT NULL UNIQUE
) STRICT;

-- Claims of current reports by what can be asked for, in order of time. Days are yyyymmdd, 99999999 where none is known.
CREATE TABLE claim_terms (
    term  INTEGER NOT NULL,
    start INTEGER NOT NULL,
    claim INTEGER NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (term, start, claim)
) STRICT, WITHOUT ROWID;

CREATE TABLE event_terms (
    term  INTEGER NOT NULL,
    start INTEGER NOT NULL,
    event INTEGER NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (term, start, event)
) STRICT, WITHOUT ROWID;

CREATE TEMP TABLE moved AS
SELECT c.id AS claim,
       CAST(replace(coalesce(c.date_start, '9999-99-99'), '-', '') AS INTEGER) AS start,
       CAST(replace(coalesce(c.date_end, '9999-99-99'), '-', '') AS INTEGER) AS until,
       c.type, c.place_country
FROM claims c JOIN reports r ON r.id = c.report WHERE r.current = 1;
CREATE TEMP TABLE moved_terms AS
SELECT 'all' AS term, start, claim, until FROM moved
UNION SELECT 'type ' || type, start, claim, until FROM moved
UNION SELECT 'place ' || place_country, start, claim, until FROM moved WHERE place_country <> ''
UNION SELECT 'name ' || p.folded, start, m.claim, until FROM moved m JOIN participants p ON p.claim = m.claim
      WHERE p.folded <> '' AND p.role <> 'attributed'
UNION SELECT 'state ' || p.country, start, m.claim, until FROM moved m JOIN participants p ON p.claim = m.claim
      WHERE p.country <> '' AND p.role <> 'attributed'
UNION SELECT 'said ' || p.folded, start, m.claim, until FROM moved m JOIN participants p ON p.claim = m.claim
      WHERE p.folded <> '' AND p.role = 'attributed'
UNION SELECT 'voice ' || p.country, start, m.claim, until FROM moved m JOIN participants p ON p.claim = m.claim
      WHERE p.country <> '' AND p.role = 'attributed';
INSERT INTO terms (term) SELECT DISTINCT term FROM moved_terms ORDER BY term;
INSERT INTO claim_terms SELECT t.id, m.start, m.claim, m.until FROM moved_terms m JOIN terms t ON t.term = m.term;
DROP TABLE moved_terms;
DROP TABLE moved;

CREATE INDEX claim_terms_claim ON claim_terms (claim);
CREATE INDEX event_terms_event ON event_terms (event);
DROP INDEX participants_folded;
DROP INDEX participants_country;
DROP INDEX claims_type;
DROP INDEX claims_place;
DROP INDEX events_date;
DROP INDEX events_type;

-- By what a text is known again, and the report whose text it carries: its own, or the first that was printed.
CREATE TABLE prints (
    report INTEGER PRIMARY KEY REFERENCES reports (id) ON DELETE CASCADE,
    print  BLOB NOT NULL
) STRICT;

CREATE TABLE print_bands (
    band   INTEGER NOT NULL,
    report INTEGER NOT NULL,
    PRIMARY KEY (band, report)
) STRICT, WITHOUT ROWID;

CREATE TABLE reprints (
    report INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    other  INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    PRIMARY KEY (report, other)
) STRICT, WITHOUT ROWID;

ALTER TABLE reports ADD COLUMN voice INTEGER; -- reports.id of the first with this text; none: not looked at, or too short
