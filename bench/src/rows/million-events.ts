import { webProcess } from '@milepost/api/testing/web-process';
import { fillDatabase } from '../context/fill-database';
import { scratchDatabase } from '../context/scratch-database';
import type { Contestant } from '../measure/interleave';
import { interleave } from '../measure/interleave';
import type { Row } from '../row';

const ROUNDS = 150;
const FEW = 10_000;
const MANY = 1_000_000;

export const millionEvents: Row = {
  ...{ n: 11, name: 'million-events' },
  what: "operation page and operations list, the API's reads: 1,000,000 events vs 10,000",
  goals: [
    { of: 'page, 1,000,000', to: 'page, 10,000', at: 0.5, better: 'less', limit: 1.2 },
    { of: 'list, 1,000,000', to: 'list, 10,000', at: 0.5, better: 'less', limit: 1.2 },
  ],
  async run(context) {
    const { databaseUrl } = await context.product();
    const few = await readsOf(await scratchDatabase(databaseUrl), FEW);
    const many = await readsOf(await scratchDatabase(databaseUrl), MANY);
    try {
      const series = await interleave(
        {
          'page, 10,000': few.page,
          'page, 1,000,000': many.page,
          'list, 10,000': few.list,
          'list, 1,000,000': many.list,
        },
        { rounds: context.rounds(ROUNDS) },
      );
      return { series, notes: ['Operations of 100 events each: 100 of them, and 10,000.'] };
    } finally {
      await few.close();
      await many.close();
    }
  },
};

/** What the console reads for the page of one operation, and for the first page of the list. */
async function readsOf(
  databaseUrl: string,
  events: number,
): Promise<{ page: Contestant; list: Contestant; close: () => Promise<void> }> {
  const operationId = await fillDatabase(databaseUrl, events);
  const web = await webProcess({ databaseUrl, ownRole: false });
  const { operations } = web.as('viewer');
  return {
    page: async () => {
      await Promise.all([operations.get({ operationId }), operations.events({ operationId, after: 0 })]);
    },
    list: async () => void (await operations.list({})),
    close: () => web.close(),
  };
}
