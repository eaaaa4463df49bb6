import { sh } from '../dsl/sh';
import type { State } from '../dsl/state';
import { proof } from './proof';

/** nginx can read its configuration: nothing is started or reloaded with one that it cannot. */
export function acceptsConfiguration(): State {
  return proof({
    id: 'configuration_accepted',
    label: 'nginx accepts its configuration',
    check: sh`
      command -v nginx >/dev/null || exit 1
      if nginx -t -q 2>/dev/null; then exit 0; else exit 1; fi
    `.showAs('nginx -t'),
    otherwise: sh`nginx -t`,
  });
}
