import type { LiveUpdate } from '@milepost/api/views';

import type { LiveState } from '../state';
import type { SubscriptionCursors } from './subscription-cursors';

export const CHANNEL = 'milepost-live';
export const LOCK = 'milepost-live';

/** What the tabs of one browser tell each other. `tab` is who says it. */
export type Message =
  /** From a new leader: who watches what? */
  | { type: 'who' }
  | { type: 'watch'; tab: string; watch: SubscriptionCursors }
  | { type: 'bye'; tab: string }
  /** From the leader. `hidden`: its timers are slow, so a tab that is looked at may take over. */
  | { type: 'state'; state: LiveState; hidden: boolean }
  | { type: 'update'; update: LiveUpdate }
  | { type: 'resync' }
  /** "Try now" was pressed in some tab. */
  | { type: 'retry' };
