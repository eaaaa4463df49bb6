import type { ServerSummary } from '@milepost/api/views';

import { Pill } from '../../components/pill';
import { Sign } from '../../components/sign';
import type { Look } from './status';
import { serverLook } from './status';

/** Sign and word, for rows. */
export function LookWords({ look: { sign, tone, word } }: { look: Look }) {
  return (
    <span className="inline-flex items-center gap-[7px] align-middle whitespace-nowrap">
      <Sign name={sign} tone={tone} />
      {word}
    </span>
  );
}

/** Beside a title. */
export function ServerPill({ server }: { server: ServerSummary }) {
  const { sign, tone, word } = serverLook(server);
  return (
    <Pill tone={tone} sign={<Sign name={sign} tone={tone} />}>
      {word}
    </Pill>
  );
}
