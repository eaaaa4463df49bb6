import { EventEmitter } from 'node:events';
import { oncePerProcess } from '../once';

/** Tells the open streams of this process that a session was ended here; other processes find out by themselves. */
export const endedSessions = oncePerProcess('ended sessions', () => new EventEmitter().setMaxListeners(0));
