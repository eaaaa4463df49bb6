-- How far the check of a plan has come, for whoever waits for it. Worth nothing after a crash, so it is not logged.
create unlogged table plan_checks (
  id text not null,
  created_at timestamptz(3) not null default clock_timestamp(),
  updated_at timestamptz(3) not null default clock_timestamp(),
  stage text not null default 'waiting',
  done integer not null default 0,
  total integer not null default 0,
  milestones jsonb not null default '[]',
  constraint plan_checks_pkey primary key (id)
);
