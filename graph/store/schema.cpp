#include "graph/store/schema.hpp"

namespace ekg {

const char* const source_tables = R"sql(
CREATE TABLE store(key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE source_documents(
  row INTEGER PRIMARY KEY, id TEXT NOT NULL, sha256 TEXT NOT NULL, was_text INTEGER NOT NULL,
  hash INTEGER NOT NULL, bytes BLOB NOT NULL);
CREATE UNIQUE INDEX source_documents_by_id ON source_documents(id, hash);
CREATE TABLE source_entities(row INTEGER PRIMARY KEY, id TEXT NOT NULL, hash INTEGER NOT NULL, bytes BLOB NOT NULL);
CREATE UNIQUE INDEX source_entities_by_id ON source_entities(id, hash);
CREATE TABLE source_records(
  row INTEGER PRIMARY KEY, hash INTEGER NOT NULL, document TEXT, bytes BLOB NOT NULL);
CREATE UNIQUE INDEX source_records_by_hash ON source_records(hash);
CREATE INDEX source_records_by_document ON source_records(document) WHERE document IS NOT NULL;
CREATE TABLE source_records_elsewhere(
  document TEXT NOT NULL, record INTEGER NOT NULL REFERENCES source_records(row),
  PRIMARY KEY(document, record)) WITHOUT ROWID;
CREATE TABLE authority(
  id TEXT PRIMARY KEY, name TEXT NOT NULL, aliases TEXT, kind TEXT, country TEXT, wikidata TEXT, bytes BLOB NOT NULL)
  WITHOUT ROWID;
CREATE TABLE decisions(a TEXT NOT NULL, b TEXT NOT NULL, same INTEGER NOT NULL, PRIMARY KEY(a, b)) WITHOUT ROWID;
CREATE TABLE problems(
  hash INTEGER PRIMARY KEY, code TEXT NOT NULL, severity TEXT NOT NULL, file TEXT, line INTEGER, "column" INTEGER,
  message TEXT NOT NULL, excerpt TEXT);
)sql";

const char* const resolved_tables = R"sql(
CREATE TABLE documents(
  row INTEGER PRIMARY KEY, id TEXT NOT NULL, title TEXT, url TEXT, outlet TEXT, language TEXT,
  published_begins INTEGER, published_ends INTEGER, published_precision TEXT, sha256 TEXT, bytes BLOB NOT NULL);
CREATE TABLE entities(
  row INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT, kind TEXT NOT NULL, country TEXT, sector TEXT,
  wikidata TEXT, latitude REAL, longitude REAL, geonames INTEGER, bytes BLOB NOT NULL);
CREATE TABLE aliases(
  entity INTEGER NOT NULL REFERENCES entities(row), alias TEXT NOT NULL,
  PRIMARY KEY(entity, alias)) WITHOUT ROWID;
CREATE TABLE roles(
  entity INTEGER NOT NULL REFERENCES entities(row), title TEXT NOT NULL, of TEXT,
  from_begins INTEGER, from_ends INTEGER, to_begins INTEGER, to_ends INTEGER, document TEXT);
CREATE TABLE events(
  row INTEGER PRIMARY KEY, id TEXT NOT NULL, type TEXT NOT NULL, mode TEXT, cameo TEXT, plover TEXT, quad TEXT,
  intensity REAL, begins INTEGER, ends INTEGER, precision TEXT, time_text TEXT, status TEXT NOT NULL, quote TEXT,
  about TEXT, confidence REAL, n_documents INTEGER NOT NULL,
  n_outlets INTEGER NOT NULL, n_voices INTEGER NOT NULL, bytes BLOB NOT NULL);
CREATE TABLE participants(
  event INTEGER NOT NULL REFERENCES events(row), role TEXT NOT NULL,
  entity INTEGER NOT NULL REFERENCES entities(row), PRIMARY KEY(event, role, entity)) WITHOUT ROWID;
CREATE TABLE mentions(
  row INTEGER PRIMARY KEY, event INTEGER NOT NULL REFERENCES events(row),
  document INTEGER REFERENCES documents(row), sentence INTEGER, span_begin INTEGER, span_end INTEGER,
  trigger_begin INTEGER, trigger_end INTEGER, text TEXT NOT NULL);
CREATE TABLE attributions(
  event INTEGER NOT NULL REFERENCES events(row), entity INTEGER REFERENCES entities(row), verb TEXT,
  stance TEXT NOT NULL);
CREATE TABLE quantities(
  event INTEGER NOT NULL REFERENCES events(row), value REAL NOT NULL, max REAL, comparator TEXT NOT NULL,
  counted TEXT, text TEXT);
CREATE VIRTUAL TABLE mention_text USING fts5(
  text, content='mentions', content_rowid='row', tokenize="unicode61 remove_diacritics 2");
)sql";

const char* const resolved_indexes = R"sql(
CREATE UNIQUE INDEX documents_by_id ON documents(id);
CREATE UNIQUE INDEX entities_by_id ON entities(id);
CREATE INDEX entities_by_name ON entities(name);
CREATE INDEX aliases_by_alias ON aliases(alias);
CREATE INDEX roles_by_entity ON roles(entity);
CREATE UNIQUE INDEX events_by_id ON events(id);
CREATE INDEX events_by_time ON events(begins, ends);
CREATE INDEX events_by_type ON events(type, begins);
CREATE INDEX participants_by_entity ON participants(entity, event);
CREATE INDEX mentions_by_event ON mentions(event);
CREATE INDEX mentions_by_document ON mentions(document);
CREATE INDEX attributions_by_event ON attributions(event);
CREATE INDEX quantities_by_event ON quantities(event);
)sql";

const char* const drop_resolved = R"sql(
DROP VIEW IF EXISTS v_events;
DROP VIEW IF EXISTS v_timeline;
DROP VIEW IF EXISTS v_pairs;
DROP TABLE IF EXISTS mention_text;
DROP TABLE IF EXISTS quantities;
DROP TABLE IF EXISTS attributions;
DROP TABLE IF EXISTS mentions;
DROP TABLE IF EXISTS participants;
DROP TABLE IF EXISTS events;
DROP TABLE IF EXISTS roles;
DROP TABLE IF EXISTS aliases;
DROP TABLE IF EXISTS entities;
DROP TABLE IF EXISTS documents;
)sql";

const char* const views = R"sql(
CREATE VIEW v_events AS
SELECT e.id, e.type, e.mode,
  strftime('%Y-%m-%dT%H:%M:%SZ', e.begins, 'unixepoch') AS begins,
  strftime('%Y-%m-%dT%H:%M:%SZ', e.ends, 'unixepoch') AS ends, e.precision,
  (SELECT group_concat(n.name, '; ') FROM participants p JOIN entities n ON n.row = p.entity
    WHERE p.event = e.row AND p.role = 'actor') AS actors,
  (SELECT group_concat(n.name, '; ') FROM participants p JOIN entities n ON n.row = p.entity
    WHERE p.event = e.row AND p.role = 'recipient') AS recipients,
  (SELECT group_concat(n.name, '; ') FROM participants p JOIN entities n ON n.row = p.entity
    WHERE p.event = e.row AND p.role = 'place') AS places,
  e.status, e.confidence, e.n_documents AS reports, e.n_outlets AS outlets, e.n_voices AS voices,
  (SELECT m.text FROM mentions m WHERE m.event = e.row ORDER BY m.row LIMIT 1) AS sentence
FROM events e;
CREATE VIEW v_timeline AS
SELECT strftime('%Y-%m-%d', begins, 'unixepoch') AS day, type, count(*) AS events,
  sum(status IN ('confirmed')) AS confirmed, sum(n_documents) AS reports, sum(n_voices) AS voices
FROM events WHERE begins IS NOT NULL GROUP BY day, type;
CREATE VIEW v_pairs AS
SELECT a.name AS actor, r.name AS recipient, e.type, count(*) AS events,
  strftime('%Y-%m-%dT%H:%M:%SZ', min(e.begins), 'unixepoch') AS first,
  strftime('%Y-%m-%dT%H:%M:%SZ', max(e.begins), 'unixepoch') AS last,
  a.id AS actor_id, r.id AS recipient_id
FROM participants p JOIN participants q ON q.event = p.event AND q.role = 'recipient'
  JOIN events e ON e.row = p.event JOIN entities a ON a.row = p.entity JOIN entities r ON r.row = q.entity
WHERE p.role = 'actor' GROUP BY p.entity, q.entity, e.type;
)sql";

}  // namespace ekg
