import type { Facts } from './facts';

/** What must be left of nothing: lanes that are held, deliveries, units and processes. */
export function compareRest({ lanes, undelivered, servers }: Facts): string[] {
  return [
    ...lanes.flatMap(({ serverId, holder, blocked, waiting }) => [
      ...(holder ? [`The lane of ${serverId} is held by ${holder}`] : []),
      ...(blocked ? [`The lane of ${serverId} is blocked: ${blocked}`] : []),
      ...waiting.map((operation) => `${operation} waits for the lane of ${serverId}`),
    ]),
    ...undelivered.map((what) => `Not delivered: ${what}`),
    ...servers.flatMap(({ name, units, processes }) => [
      ...units.map((unit) => `Server ${name}: unit ${unit} is left`),
      ...processes.map((process) => `Server ${name}: process ${process} is left`),
    ]),
  ];
}
