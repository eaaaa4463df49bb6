/** Loaded into a worker before its own code: twice a second appends the time and the event loop's longest delay since, both in milliseconds. */
import { appendFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();
setInterval(() => {
  appendFileSync(process.env.EVENT_LOOP_DELAYS, `${Date.now()} ${delay.max / 1e6}\n`);
  delay.reset();
}, 500).unref();
