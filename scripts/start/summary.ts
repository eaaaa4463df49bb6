import type { Services } from './environment';

export type PracticeState = 'ready' | 'preparing' | 'none';

/** What a person needs to know once it runs. */
export function summary(about: {
  services: Services;
  /** Null once there is an owner. */
  ownerToken: string | null;
  practice: PracticeState;
  dataDirectory: string;
}): string {
  const { services, ownerToken, practice, dataDirectory } = about;
  const rows: [string, string][] = [['Console', services.consoleUrl]];
  if (ownerToken !== null) {
    rows.push([
      'Create owner',
      `${services.consoleUrl}/setup#token=${ownerToken}   (works once, for 7 days)`,
    ]);
  }
  rows.push(['Temporal UI', services.temporalUiUrl ?? 'set TEMPORAL_UI_URL to link to it']);
  if (practice !== 'none') {
    const preparing = 'being prepared; this terminal shows when it is ready';
    rows.push(['Practice server', practice === 'ready' ? 'ready, under Servers' : preparing]);
  }
  rows.push(['Data directory', dataDirectory]);
  const lines = rows.map(([name, value]) => `  ${name.padEnd(17)}${value}`);
  return ['', 'Milepost is running.', '', ...lines, '', 'Ctrl-C stops everything.', ''].join('\n');
}
