-- How a server differs from what the last completed install left there.
alter table installations
  add column drift jsonb,
  add column drift_checked_at timestamptz(3);

-- A plan that is previewed may be about an installation that is there.
alter table plan_checks add column installation_id text;

-- The state of an installation's services that somebody waits for.
create table service_reports (
  id text primary key,
  installation_id text not null,
  services jsonb,
  created_at timestamptz(3) not null default clock_timestamp()
);
