import { expect, test } from 'vitest';
import type { RequestProblem } from '../../errors/request-problem';
import { expectSentence } from '../testing/expect-sentence';
import type { Samples } from '../testing/samples';
import { sampleRows } from '../testing/samples';
import { requestErrorMessage, trpcErrorMessage } from './request-errors';

const name = 'web-1';
const named = { fields: { name }, shown: [name] };

const SAMPLES: Samples<RequestProblem> = {
  sign_in_required: { fields: {} },
  signed_out: { fields: {} },
  operators_only: { fields: {} },
  owners_only: { fields: {} },

  wrong_credentials: { fields: {} },
  wrong_current_password: { fields: {} },
  too_many_attempts: { fields: { seconds: 252 }, shown: ['4m 12s'] },
  email_taken: { fields: {} },
  invitation_invalid: { fields: {} },
  invitation_for_other_email: { fields: {} },
  owner_exists: { fields: {} },
  owner_link_invalid: { fields: {} },
  recovery_link_invalid: { fields: {} },
  last_owner: { fields: {} },
  user_not_found: { fields: {} },

  address_unknown: { fields: {} },
  origin_foreign: { fields: {} },
  length_missing: { fields: {} },
  request_too_large: { fields: {} },
  batch_too_large: { fields: { most: 20 }, shown: [20] },
  request_too_deep: { fields: {} },
  input_not_json: { fields: {} },
  content_type_not_json: { fields: {} },
  body_not_json: { fields: {} },
  characters_not_storable: { fields: {} },
  field_not_storable: { fields: {} },
  post_required: { fields: {} },
  stream_input_invalid: { fields: {} },
  stream_interrupted: { fields: {} },
  too_many_requests: { fields: { seconds: 7 }, shown: ['7 s'] },
  too_many_streams: { fields: { most: 20 }, shown: [20] },
  console_busy: { fields: {} },
  database_away: { fields: {} },
  unexpected: { fields: { id: '0a1b2c3d' }, shown: ['0a1b2c3d'] },

  server_not_found: { fields: {} },
  server_removed: named,
  server_awaits_confirmation: named,
  server_enrolling: named,
  server_not_enrolled: { fields: { name, reason: 'No way.' }, shown: [name, 'No way.'] },
  server_host_key_changed: named,
  server_not_connected: named,
  server_connected: named,
  server_not_checked: named,
  server_not_cleaned_up: { fields: { name, reason: 'No way.' }, shown: [name, 'No way.'] },
  server_name_taken: named,
  server_address_taken: named,
  host_key_not_read: named,
  host_key_differs: { fields: { name, fingerprint: 'SHA256:x' }, shown: [name, 'SHA256:x'] },
  username_missing: { fields: {} },
  login_missing: { fields: {} },
  engine_unreachable: { fields: {} },
  worker_silent: { fields: {} },
  answer_late: { fields: { seconds: 12 }, shown: ['12 s'] },
  inspection_failed: { fields: {} },
  inspection_replaced: { fields: {} },

  operation_not_found: { fields: {} },
  package_not_found: { fields: {} },
  installation_not_found: { fields: {} },
  operation_unknown: { fields: { package: 'nginx' }, shown: ['nginx'] },
  settings_outdated: { fields: { package: 'nginx' }, shown: ['nginx'] },
  resume_time_past: { fields: {} },
  operation_elsewhere: { fields: {} },
  data_unconfirmed: { fields: { paths: ['/mnt/redis'] }, shown: ['/mnt/redis'] },
  plan_changed: { fields: {} },
  plan_not_compiled: { fields: {} },
  plan_replaced: { fields: {} },
  preview_canceled: { fields: {} },
  stack_not_found: { fields: {} },
  stack_run_not_found: { fields: {} },
  stack_name_taken: { fields: { name: 'Shop' }, shown: ['Shop'] },
  stack_packages_missing: { fields: { packages: ['MariaDB', 'UFW'] }, shown: ['MariaDB, UFW'] },
  stack_parent_left_out: { fields: { title: 'shop', parent: 'PostgreSQL' }, shown: ['shop', 'PostgreSQL'] },
  stack_package_incomplete: { fields: { title: 'Redis' }, shown: ['Redis'] },
  system_unknown: named,
  package_not_installed: { fields: { package: 'Redis', name }, shown: ['Redis', name] },
};

test.each(sampleRows(SAMPLES))('%s is a sentence that shows its fields', (_code, problem, shown) => {
  expectSentence(requestErrorMessage(problem), shown);
});

test('a server that was not enrolled for an unknown reason can be tried again on its page', () => {
  expect(requestErrorMessage({ code: 'server_not_enrolled', name, reason: null })).toBe(
    'web-1 could not be connected. Try again on its page.',
  );
});

test.each(['PARSE_ERROR', 'BAD_REQUEST', 'NOT_FOUND', 'INTERNAL_SERVER_ERROR', 'TEAPOT'])(
  'a request that tRPC rejects as %s gets a sentence',
  (code) => {
    expectSentence(trpcErrorMessage(code), []);
  },
);
