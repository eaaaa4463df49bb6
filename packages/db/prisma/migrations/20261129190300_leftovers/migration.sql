-- What an install that did not complete left on its server, as it was seen there at its end.
alter table operations add column leftovers jsonb;
