import { EventEmitter } from 'node:events';
import { processSingleton } from '../process/singleton';

/** Tells the open streams of this process that a session was ended here; other processes find out by themselves. */
export const endedSessions = processSingleton('ended sessions', () => new EventEmitter().setMaxListeners(0));
