import { z } from 'zod';
import type { ServerFacts } from '@milepost/contract/facts';

/** Prints `name=value` lines; needs nothing but what every Debian has. */
export const FACTS_SCRIPT = `
. /etc/os-release
printf 'os=%s\\nversion=%s\\ncodename=%s\\nprettyName=%s\\n' "$ID" "$VERSION_ID" "$VERSION_CODENAME" "$PRETTY_NAME"
printf 'arch=%s\\n' "$(dpkg --print-architecture)"
printf 'kernel=%s\\n' "$(uname -r)"
printf 'cpus=%s\\n' "$(nproc)"
awk '/^MemTotal:/ { printf "memory=%.0f\\n", $2 * 1024 }' /proc/meminfo
df -B1 --output=size,avail / | awk 'NR == 2 { printf "total=%s\\nfree=%s\\n", $1, $2 }'
printf 'machineId=%s\\n' "$(cat /etc/machine-id)"
if [ -d /run/systemd/system ]; then echo systemd=yes; else echo systemd=no; fi
`;

/** What the script prints at most. */
export const MAX_FACTS_BYTES = 16 * 1024;

/** A server's word for it goes into rows, plans and pages. */
const text = z.string().max(256);
const bytes = z.coerce.number().int().nonnegative();

const schema = z
  .object({
    os: text.min(1),
    version: text,
    codename: text,
    prettyName: text,
    arch: text.min(1),
    kernel: text,
    cpus: z.coerce.number().int().positive(),
    memory: bytes,
    total: bytes,
    free: bytes,
    machineId: text.min(1),
    systemd: z.enum(['yes', 'no']),
  })
  .transform(({ total, free, systemd, ...rest }): ServerFacts => {
    return { ...rest, disk: { total, free }, systemd: systemd === 'yes' };
  });

/** The facts as the script printed them. Throws where one is missing. */
export function parseFacts(printed: string): ServerFacts {
  return schema.parse(parseLines(printed));
}

/** `name=value` lines, as os-release and the script above have them; quotes around a value are dropped. */
export function parseLines(text: string): Record<string, string> {
  const lines = text.split('\n').flatMap((line) => {
    const [, name, value] = /^([A-Za-z_]+)=(.*)$/.exec(line.trim()) ?? [];
    return name === undefined || value === undefined
      ? []
      : [[name, value.replace(/^(["'])(.*)\1$/, '$2')] as const];
  });
  return Object.fromEntries(lines);
}
