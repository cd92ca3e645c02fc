-- The record, first schema. Offsets are bytes, half-open; dates ISO 8601; moments RFC 3339, UTC.
-- Every row names the run that made it; JSON columns hold the whole value, the columns beside them what queries need.

PRAGMA application_id = 1380012114; -- "RAPR": tells a record from another program's SQLite file
PRAGMA user_version = 1;

CREATE TABLE meta (
    key   TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE runs (
    id        INTEGER PRIMARY KEY,
    at        TEXT NOT NULL,
    program   TEXT NOT NULL,
    model     TEXT NOT NULL,
    codebook  TEXT NOT NULL,
    knowledge TEXT NOT NULL
) STRICT;

-- One row for each version of a report. `series` is the first version's id; the newest version of a series is current.
CREATE TABLE reports (
    id        INTEGER PRIMARY KEY,
    hash      TEXT NOT NULL UNIQUE,
    series    INTEGER NOT NULL,
    version   INTEGER NOT NULL,
    current   INTEGER NOT NULL CHECK (current IN (0, 1)),
    label     TEXT NOT NULL,
    name      TEXT NOT NULL,
    title     TEXT,
    publisher TEXT,
    published TEXT,
    origin    TEXT NOT NULL,
    text      TEXT NOT NULL,
    rest      TEXT NOT NULL, -- the account without report, sentences and the lists below, as JSON
    run       INTEGER NOT NULL REFERENCES runs (id),
    UNIQUE (series, version)
) STRICT;
CREATE UNIQUE INDEX reports_label ON reports (label) WHERE current = 1;
CREATE INDEX reports_origin ON reports (name, origin);
CREATE INDEX reports_published ON reports (published);
CREATE INDEX reports_run ON reports (run);

CREATE TABLE sentences (
    id     INTEGER PRIMARY KEY,
    report INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    idx    INTEGER NOT NULL,
    start  INTEGER NOT NULL,
    "end"  INTEGER NOT NULL,
    run    INTEGER NOT NULL REFERENCES runs (id),
    UNIQUE (report, idx)
) STRICT;

-- Words of the sentences of current reports; rowid = sentences.id. Without content: the report's text holds the words.
CREATE VIRTUAL TABLE sentence_words USING fts5 (
    words, content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2'
);

CREATE TABLE claims (
    id            INTEGER PRIMARY KEY,
    key           INTEGER NOT NULL, -- digest of series, sentence and trigger: the same after a re-read or an edit elsewhere
    report        INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    idx           INTEGER NOT NULL,
    sentence      INTEGER NOT NULL,
    type          TEXT NOT NULL,
    mode          TEXT NOT NULL,
    trigger_start INTEGER NOT NULL,
    trigger_end   INTEGER NOT NULL,
    future        INTEGER NOT NULL CHECK (future IN (0, 1)),
    hypothetical  INTEGER NOT NULL CHECK (hypothetical IN (0, 1)),
    negation      INTEGER NOT NULL CHECK (negation IN (0, 1)),
    historical    INTEGER NOT NULL CHECK (historical IN (0, 1)),
    attributed    TEXT, -- the words; who they stand for is in participants
    condition     TEXT,
    date_start    TEXT,
    date_end      TEXT,
    grain         TEXT,
    place         TEXT,
    place_country TEXT,
    frame         TEXT NOT NULL,
    score         REAL NOT NULL,
    json          TEXT NOT NULL,
    run           INTEGER NOT NULL REFERENCES runs (id),
    UNIQUE (report, idx)
) STRICT;
CREATE INDEX claims_key ON claims (key);
CREATE INDEX claims_type ON claims (type, date_start);
CREATE INDEX claims_date ON claims (date_start, date_end);
CREATE INDEX claims_place ON claims (place_country);

CREATE TABLE participants (
    claim   INTEGER NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
    role    TEXT NOT NULL CHECK (role IN ('actor', 'recipient', 'attributed')),
    idx     INTEGER NOT NULL,
    words   TEXT NOT NULL,
    state   TEXT NOT NULL CHECK (state IN ('resolved', 'ambiguous', 'unresolved')),
    name    TEXT NOT NULL, -- canonical; empty when unresolved
    folded  TEXT NOT NULL, -- the name in lower case, for search
    country TEXT NOT NULL,
    sector  TEXT NOT NULL,
    run     INTEGER NOT NULL REFERENCES runs (id),
    PRIMARY KEY (claim, role, idx)
) STRICT, WITHOUT ROWID;
CREATE INDEX participants_folded ON participants (folded, role);
CREATE INDEX participants_country ON participants (country, role);

CREATE TABLE quotes (
    report  INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    idx     INTEGER NOT NULL,
    words   TEXT NOT NULL,
    speaker TEXT,
    json    TEXT NOT NULL,
    run     INTEGER NOT NULL REFERENCES runs (id),
    PRIMARY KEY (report, idx)
) STRICT, WITHOUT ROWID;

CREATE TABLE figures (
    report     INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    idx        INTEGER NOT NULL,
    words      TEXT NOT NULL,
    what       TEXT NOT NULL,
    low        REAL,
    high       REAL,
    whose      TEXT,
    historical INTEGER NOT NULL CHECK (historical IN (0, 1)),
    json       TEXT NOT NULL,
    run        INTEGER NOT NULL REFERENCES runs (id),
    PRIMARY KEY (report, idx)
) STRICT, WITHOUT ROWID;

CREATE TABLE assessments (
    report INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    idx    INTEGER NOT NULL,
    words  TEXT NOT NULL,
    holder TEXT,
    json   TEXT NOT NULL,
    run    INTEGER NOT NULL REFERENCES runs (id),
    PRIMARY KEY (report, idx)
) STRICT, WITHOUT ROWID;

CREATE TABLE meetings (
    report INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    idx    INTEGER NOT NULL,
    claim  INTEGER NOT NULL, -- index of the claim in its report
    json   TEXT NOT NULL,
    run    INTEGER NOT NULL REFERENCES runs (id),
    PRIMARY KEY (report, idx)
) STRICT, WITHOUT ROWID;

CREATE TABLE times (
    report INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    idx    INTEGER NOT NULL,
    words  TEXT NOT NULL,
    value  TEXT NOT NULL,
    grain  TEXT,
    json   TEXT NOT NULL,
    run    INTEGER NOT NULL REFERENCES runs (id),
    PRIMARY KEY (report, idx)
) STRICT, WITHOUT ROWID;

CREATE TABLE diagnostics (
    report   INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    idx      INTEGER NOT NULL,
    severity TEXT NOT NULL,
    kind     TEXT NOT NULL,
    message  TEXT NOT NULL,
    json     TEXT NOT NULL,
    run      INTEGER NOT NULL REFERENCES runs (id),
    PRIMARY KEY (report, idx)
) STRICT, WITHOUT ROWID;

-- What fusing makes of the claims. An id is never given twice: a decision on an event that is gone meets no other.
CREATE TABLE events (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    type       TEXT NOT NULL,
    mode       TEXT NOT NULL,
    title      TEXT NOT NULL,
    date_start TEXT,
    date_end   TEXT,
    grain      TEXT,
    json       TEXT NOT NULL,
    run        INTEGER NOT NULL REFERENCES runs (id)
) STRICT;
CREATE INDEX events_date ON events (date_start, date_end);
CREATE INDEX events_type ON events (type, date_start);

-- By claims.key, so that membership outlives a re-read and ids can continue.
CREATE TABLE event_claims (
    event INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    claim INTEGER NOT NULL,
    run   INTEGER NOT NULL REFERENCES runs (id),
    PRIMARY KEY (event, claim)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_claims_claim ON event_claims (claim);

-- What people decide. Rows are only ever added; an undo is a row too.
CREATE TABLE decisions (
    id       INTEGER PRIMARY KEY,
    at       TEXT NOT NULL,
    reviewer TEXT NOT NULL CHECK (reviewer <> ''),
    act      TEXT NOT NULL CHECK (act IN ('accept', 'edit', 'reject', 'merge', 'split', 'comment', 'undo')),
    kind     TEXT NOT NULL,
    target   TEXT NOT NULL,
    seen     TEXT, -- what the reviewer had before them, as JSON
    change   TEXT, -- what they put in its place, as JSON
    comment  TEXT,
    undoes   INTEGER REFERENCES decisions (id),
    run      INTEGER NOT NULL REFERENCES runs (id),
    CHECK ((act = 'undo') = (undoes IS NOT NULL))
) STRICT;
CREATE INDEX decisions_target ON decisions (kind, target);
CREATE INDEX decisions_undoes ON decisions (undoes);

CREATE TRIGGER decisions_keep BEFORE UPDATE ON decisions
BEGIN
    SELECT RAISE (ABORT, 'decisions are never overwritten');
END;
CREATE TRIGGER decisions_stay BEFORE DELETE ON decisions
BEGIN
    SELECT RAISE (ABORT, 'decisions are never deleted');
END;
