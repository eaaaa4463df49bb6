import type { Shell } from './local-shell';

/**
 * A shell in which these words of a script mean others: `/etc/systemd/system` a folder of the test, `root:root` whoever runs it. For
 * states whose places are fixed.
 */
export function relocated(shell: Shell, places: Readonly<Record<string, string>>): Shell {
  return (script, secrets) =>
    shell(
      Object.entries(places).reduce((text, [from, to]) => text.replaceAll(from, to), script),
      secrets,
    );
}
