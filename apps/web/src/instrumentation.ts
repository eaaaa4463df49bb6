/** Runs once, when the server starts. */
export async function register(): Promise<void> {
  // eslint-disable-next-line no-restricted-properties -- Next puts the value here while it builds, which keeps Node's modules out of the edge bundle
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { endStreamsOnSignals } = await import('./end-streams');
  endStreamsOnSignals();
  const { noteClientAddresses } = await import('@milepost/api/note-client-addresses');
  noteClientAddresses();
  const { loadOwnPackages } = await import('@milepost/api/load-own-packages');
  loadOwnPackages();
}
