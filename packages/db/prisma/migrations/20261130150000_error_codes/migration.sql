-- Rows hold codes and fields of errors; texts for people are made from them when they are read. Texts that were stored are kept as {"code": "text"}.
ALTER TABLE "servers" ALTER COLUMN "problem" TYPE JSONB
  USING CASE WHEN "problem" IS NOT NULL THEN jsonb_build_object('code', 'text', 'text', "problem") END;
ALTER TABLE "servers" ALTER COLUMN "unreachable_reason" TYPE JSONB
  USING CASE WHEN "unreachable_reason" IS NOT NULL THEN jsonb_build_object('code', 'text', 'text', "unreachable_reason") END;

UPDATE "operations" SET "notice" = jsonb_set("notice", '{reason}', jsonb_build_object('code', 'text', 'text', "notice"->>'reason'))
WHERE "notice"->>'kind' = 'reconnecting' AND jsonb_typeof("notice"->'reason') = 'string';

UPDATE "events" SET "data" = jsonb_set("data", '{reason}', jsonb_build_object('code', 'text', 'text', "data"->>'reason'))
WHERE "type" = 'connection_lost' AND jsonb_typeof("data"->'reason') = 'string';
