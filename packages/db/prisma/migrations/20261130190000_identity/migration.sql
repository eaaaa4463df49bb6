-- Installations get an identity: several of one package may stand on a server. An operation belongs to one installation.
alter table installations
  add column key text not null default '',
  add column title text,
  add column parent_id text references installations (id) on update cascade on delete set null,
  add column site_id text,
  add column adopted boolean not null default false,
  add column begun_input jsonb,
  add column completed_input jsonb,
  add column begun_secrets bytea,
  add column completed_secrets bytea;

drop index installations_live_key;
create unique index installations_live_key on installations (server_id, site_id, parent_id, package_id, key)
  nulls not distinct where uninstalled_at is null;
create index installations_parent_id_idx on installations (parent_id);

-- What was asked of them: the input of the last install that began a milestone, and of the last one that completed.
update installations i set
  begun_input = (
    select o.input from operations o
    where o.installation_id = i.id and o.kind = 'install'
      and exists (select from milestones m where m.operation_id = o.id and m.attempts > 0)
    order by o.requested_at desc, o.id desc limit 1),
  completed_input = (
    select o.input from operations o
    where o.installation_id = i.id and o.kind = 'install' and o.status = 'completed'
    order by o.requested_at desc, o.id desc limit 1)
where i.uninstalled_at is null;

drop index operations_open_key;
create unique index operations_open_key on operations (installation_id)
  where status <> all (array['completed'::operation_status, 'failed'::operation_status, 'canceled'::operation_status]);

-- What an operation does is a word of its package.
alter table operations alter column kind type text using kind::text;
alter table plan_checks alter column kind type text using kind::text;
drop type operation_kind;
