import { onPractice } from './practice';

const HOOK = '/etc/apt/apt.conf.d/99e2e';
const HOLD = '/run/e2e-hold';

const preInvoke = (script: string) => `echo 'DPkg::Pre-Invoke { "${script}"; };' > ${HOOK}`;

/** From now on an install stands still on the practice server before dpkg begins, until `freeApt`. */
export async function holdApt(): Promise<void> {
  await onPractice(`touch ${HOLD}; ${preInvoke(`while test -e ${HOLD}; do sleep 0.1; done`)}; echo held`);
}

/** From now on an install prints so many lines of 60 characters before dpkg begins, in a hundred bursts over `seconds`. */
export async function makeAptChatty(lines: number, seconds: number): Promise<void> {
  const burst = `seq -f 'chatty line %012.0f of a command that tells all it does' ${lines / 100}`;
  const script = `for burst in $(seq 100); do ${burst}; sleep ${seconds / 100}; done; echo chatty end`;
  const file = `cat > /root/chatty.sh <<'END'\n${script}\nEND\n`;
  await onPractice(`${file}${preInvoke('sh /root/chatty.sh')}; echo chatty`);
}

/** As apt was. */
export async function freeApt(): Promise<void> {
  await onPractice(`rm -f ${HOLD} ${HOOK} /root/chatty.sh; echo free`);
}
