import { Command } from './command';
import { SessionCard } from './session-card';

/** In place of the sign-in form while nobody can sign in. */
export function NoOwnerYet() {
  return (
    <SessionCard
      title="No owner yet"
      lead="Open the one-time link that npm start printed to create the owner."
    >
      <NewOwnerLink />
    </SessionCard>
  );
}

/** How to get a link that creates the owner. */
export function NewOwnerLink() {
  return (
    <div className="grid gap-2 text-pretty text-ink-2">
      <p>To print a new link, run this on the machine that runs Milepost:</p>
      <Command>npm run owner-link</Command>
      <p>With Docker:</p>
      <Command>docker compose run --rm owner-link</Command>
    </div>
  );
}
