-- How a server differs from what the last completed install left there.
alter table installations
  add column drift jsonb,
  add column drift_checked_at timestamptz(3);
