import { Command, quote } from '../sh';
import type { State } from '../state';
import { librariesOf, libraryText } from './libraries';

/** Its only secrets came by stdin: see mp_run_as. */
const SECRETS = `
mp_secret() {
  printf %s "$mp_secrets" | {
    while read -r mp_name mp_value; do
      [ "$mp_name" != "$1" ] || {
        printf %s "$mp_value" | base64 -d
        exit
      }
    done
    exit 1
  }
}
`;

/** A state whose commands run as its user. The functions that they call go with them: that user's shell is another one. */
export function asItsUser(state: State): State {
  const { runAs } = state;
  if (runAs === undefined) return state;
  if (!/^[a-z_][a-z0-9_-]{0,31}$/.test(runAs)) throw new Error(`Not the name of a user: ${runAs}`);
  const commands = Object.entries(state).flatMap(([name, value]) =>
    value instanceof Command ? [[name, asUser(runAs, value)] as const] : [],
  );
  const { afterRollback, precedingAssertion } = state;
  return {
    ...state,
    ...Object.fromEntries(commands),
    ...(afterRollback && {
      afterRollback: { ...afterRollback, command: asUser(runAs, afterRollback.command) },
    }),
    ...(precedingAssertion && { precedingAssertion: asItsUser({ ...precedingAssertion, runAs }) }),
  } as State;
}

function asUser(user: string, { script, display, secrets }: Command): Command {
  const libraries = librariesOf(script).map(libraryText).join('');
  const own = `${libraries}${secrets.length > 0 ? SECRETS : ''}${script}`;
  return new Command(['mp_run_as', quote(user), quote(own), ...secrets].join(' '), display, secrets);
}
