import type { Facts } from './facts';

/** What must be left of nothing: queues that are held, deliveries, units and processes. */
export function compareRest({ queues, undelivered, servers }: Facts): string[] {
  return [
    ...queues.flatMap(({ serverId, holder, blocked, waiting }) => [
      ...(holder ? [`The queue of ${serverId} is held by ${holder}`] : []),
      ...(blocked ? [`The queue of ${serverId} is blocked: ${blocked}`] : []),
      ...waiting.map((operation) => `${operation} waits for the queue of ${serverId}`),
    ]),
    ...undelivered.map((what) => `Not delivered: ${what}`),
    ...servers.flatMap(({ name, units, processes }) => [
      ...units.map((unit) => `Server ${name}: unit ${unit} is left`),
      ...processes.map((process) => `Server ${name}: process ${process} is left`),
    ]),
  ];
}
