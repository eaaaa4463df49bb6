import { z } from 'zod';
import { definePackage } from '../../dsl/define-package';
import { field } from '../../dsl/form/fields';
import { replaceEdited } from '../../dsl/form/replace-edited';
import {
  commandLines,
  environmentFile,
  environmentOf,
  runnable,
  unitCommandFields,
} from '../../dsl/recipes/unit-command';
import { service } from '../../dsl/services/service';
import { step } from '../../dsl/steps/step';
import { text } from '../../dsl/values/text';
import * as file from '../../states/file/files';
import { noProcessesOf } from '../../states/port';
import { CALENDAR, readsCalendar, showingTimes, waits } from '../../states/systemd/calendar';
import { calendarWords } from '../../states/systemd/calendar-words';
import { jobHasRun } from '../../states/systemd/job';
import * as systemd from '../../states/systemd/services';
import { unit, unitAbsent, unitFile } from '../../states/systemd/units';

const input = z.object({
  name: field.user({ title: 'Name', example: 'backup' }),
  ...unitCommandFields({ example: '/usr/local/bin/backup --all' }),
  schedule: field.line({
    ...{ title: 'When', max: 100, default: 'daily', like: CALENDAR },
    description:
      'A calendar expression of systemd, such as “daily”, “04:00”, “Mon..Fri 18:30” or “*:0/15”. The plan says when that is, in the time zone of the server.',
    message: 'When must be a calendar expression of systemd, such as “daily” or “Mon..Fri 04:00”.',
  }),
  catchUp: field.flag({
    ...{ title: 'Catch up', default: true, advanced: true },
    description: 'Run once after the boot where the server was off at its time.',
  }),
  randomDelaySeconds: field.int({
    ...{ title: 'Random delay', unit: 's', min: 0, max: 86_400, default: 0, advanced: true },
    description: 'Run up to so much later, so that many servers do not do so at once.',
  }),
  limitMinutes: field.int({
    ...{ title: 'Time limit', unit: 'minutes', min: 0, max: 44_640, default: 0, advanced: true },
    description: 'Then it is ended; 0 is no limit.',
  }),
  replaceEdited,
});
type Input = z.output<typeof input>;
type Named = Pick<Input, 'name'>;

/** With a beginning of its own: a package that comes later never brings a unit of this name. */
const unitOf = ({ name }: Named) => `job-${name}`;
const timerOf = (input: Named) => `${unitOf(input)}.timer`;
const titleOf = ({ name }: Named) => `job ${name}`;

const jobText = (input: Input) => text`
  # Written by Milepost. It asks before it replaces what was changed here by hand.
  [Unit]
  Description=${input.name}, a scheduled job
  Wants=network-online.target
  After=network-online.target

  [Service]
  Type=oneshot
  ${commandLines(unitOf(input), input)}
  TimeoutStartSec=${input.limitMinutes === 0 ? 'infinity' : `${input.limitMinutes}min`}
`;

const timerText = (input: Input) => text`
  # Written by Milepost. It asks before it replaces what was changed here by hand.
  [Unit]
  Description=When ${input.name} runs

  [Timer]
  OnCalendar=${input.schedule}
  AccuracySec=1s
  Persistent=${input.catchUp ? 'true' : 'false'}
  ${input.randomDelaySeconds > 0 && `RandomizedDelaySec=${input.randomDelaySeconds}`}

  [Install]
  WantedBy=timers.target
`;

/** The timer's unit, which says in words when that is. */
function timerUnit(input: Input) {
  const when = calendarWords(input.schedule) ?? `at “${input.schedule}”`;
  const state = unit(timerOf(input), timerText(input), { replaceEdited: input.replaceEdited });
  return showingTimes(
    { ...state, label: `${titleOf(input)} runs ${when}`, action: `Run ${titleOf(input)} ${when}` },
    input.schedule,
  );
}

export default definePackage({
  id: 'scheduled_job',
  title: 'Scheduled job',
  category: 'processes',
  description: 'A command of your own that systemd runs at certain times.',
  input,
  instance: { by: ['name'], title: titleOf },
  verbs: { install: 'Create', uninstall: 'Delete' },
  services: (input) => [service(timerOf(input), { reads: [unitFile(timerOf(input))] })],

  operations: {
    install: ({ input }) => [
      step.checkSystem(runnable(input), readsCalendar(input.schedule, { field: 'schedule' })),
      step.configure(
        titleOf(input),
        environmentOf(unitOf(input), input),
        unit(unitOf(input), jobText(input), { replaceEdited: input.replaceEdited }),
        timerUnit(input),
      ),
      step.startService(
        titleOf(input),
        systemd.running(timerOf(input), { configFiles: [unitFile(timerOf(input))] }),
      ),
      step.verify(waits(timerOf(input))),
    ],

    run_now: {
      does: 'Run now',
      options: z.object({}),
      steps: ({ input }) => [step.run(titleOf(input), jobHasRun(unitOf(input)))],
    },

    uninstall: ({ input }) => [
      step.stopService(titleOf(input), systemd.stopped(timerOf(input)), systemd.stopped(unitOf(input))),
      step.cleanUp(
        unitAbsent(timerOf(input)),
        unitAbsent(unitOf(input)),
        file.original(environmentFile(unitOf(input))),
      ),
      step.verifyRemoval(noProcessesOf(unitOf(input))),
    ],
  },
});
