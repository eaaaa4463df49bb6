import { Command } from './command';

/** What to do without the password: there is no link by email, since the console may have no mail server. */
export function ForgotPassword() {
  return (
    <details className="text-ink-2">
      <summary className="w-fit cursor-pointer rounded-sm">Forgot your password?</summary>
      <div className="mt-2 grid gap-2 text-pretty">
        <NewRecoveryLink />
        <p>Everybody else asks an owner for a new invitation.</p>
      </div>
    </details>
  );
}

/** How an owner gets a link that sets a new password. */
export function NewRecoveryLink() {
  return (
    <div className="grid gap-2 text-pretty text-ink-2">
      <p>An owner runs this on the machine that runs Milepost, and opens the link it prints:</p>
      <Command>npm run owner-link -- --recover</Command>
      <p>With Docker:</p>
      <Command>docker compose run --rm owner-link --recover</Command>
    </div>
  );
}
