import { prepareDatabase, prepareTemporalDatabases } from '../scripts/services/database-roles';

/**
 * docker-compose.yml's `roles`: the logins of Milepost and of Temporal, and their databases. Runs at each `up`, as the superuser of the
 * PostgreSQL that the compose file starts.
 */
const required = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`Set ${name} in .env`);
  return value;
};

const url = required('SUPERUSER_URL');
await prepareDatabase(url, 'milepost', {
  milepost_owner: required('MILEPOST_OWNER_PASSWORD'),
  milepost_web: required('MILEPOST_WEB_PASSWORD'),
  milepost_worker: required('MILEPOST_WORKER_PASSWORD'),
});
await prepareTemporalDatabases(url, required('TEMPORAL_PASSWORD'));
