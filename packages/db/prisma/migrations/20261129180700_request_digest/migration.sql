-- A second submission with the id of an operation is the same request only where its digest is the same.
alter table operations add column request_digest bytea;
