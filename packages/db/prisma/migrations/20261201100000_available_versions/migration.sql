-- Which newer version of an installation its server's package lists offered when it was checked last, and how old these lists were. The
-- grants of milepost_grant_roles() are on the whole table, so it stays as it is: both roles may read these columns, and workers write them.
alter table installations
  add column available_version text,
  add column version_held boolean not null default false,
  add column package_lists_at timestamptz(3);
