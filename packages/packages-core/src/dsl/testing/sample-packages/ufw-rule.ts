import { z } from 'zod';
import { definePackage } from '../../define-package';
import { field } from '../../form/fields';
import { sh } from '../../sh';
import { step } from '../../steps/step';
import { letsIn, plus, without } from './firewall';
import ufw, { LOCKS_OUT, changed, firewall } from './ufw';

const input = z.object({
  action: field.oneOf(
    { allow: 'Allow', limit: 'Limit', deny: 'Deny', reject: 'Reject' },
    { title: 'Action', default: 'allow' },
  ),
  protocol: field.oneOf({ tcp: 'TCP', udp: 'UDP', any: 'Any' }, { title: 'Protocol', default: 'tcp' }),
  port: field.line({ title: 'Port or range', max: 11, like: /^\d{1,5}(:\d{1,5})?$/, example: '443' }),
  source: field.address({ title: 'Source', description: 'An address, a network or “any”.', default: 'any' }),
  comment: field.line({ title: 'Comment', max: 100, default: '' }),
});
type Input = z.output<typeof input>;

/** As ufw takes it. */
const words = ({ action, protocol, port, source }: Input) =>
  `${action} from ${source} to any port ${port}${protocol === 'any' ? '' : ` proto ${protocol}`}`.split(' ');
const isThere = (input: Input) => sh`ufw show added | grep -q ${`^ufw ${words(input).join(' ')}`}`;

export default definePackage({
  id: 'ufw_rule',
  title: 'Rule',
  category: 'security',
  description: 'A rule of the firewall.',
  within: ufw,
  endsWithParent: true,
  input,
  instance: {
    by: ['action', 'protocol', 'port', 'source'],
    title: ({ action, port, source }) => `rule: ${action} ${port} from ${source}`,
  },
  verbs: { install: 'Add', uninstall: 'Delete' },
  facts: { firewall },
  refuse: ({ operation, input, facts: { firewall }, server: { console } }) => [
    !letsIn(console, operation === 'uninstall' ? without(firewall, input) : plus(firewall, input)) &&
      LOCKS_OUT,
  ],

  operations: {
    install: ({ input }) => [
      step.create(
        'rule',
        changed({
          id: 'rule',
          label: 'The rule is in force',
          action: `Add rule: ${words(input).join(' ')}`,
          check: isThere(input),
          apply: sh`ufw ${words(input)} comment ${input.comment}`,
        }),
      ),
    ],
    uninstall: ({ input }) => [
      step.remove(
        'rule',
        changed({
          id: 'rule_absent',
          label: 'The rule is gone',
          action: `Delete rule: ${words(input).join(' ')}`,
          check: sh`if ${isThere(input)}; then exit 1; fi`,
          apply: sh`ufw delete ${words(input)}`,
          leftoverLabel: 'the rule',
        }),
      ),
    ],
  },
});
