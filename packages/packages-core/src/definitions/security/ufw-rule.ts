import { z } from 'zod';
import { definePackage } from '../../dsl/define-package';
import type { ConsoleConnection } from '../../dsl/facts/console-connection';
import { consoleConnection } from '../../dsl/facts/console-connection';
import { field } from '../../dsl/form/fields';
import { step } from '../../dsl/steps/step';
import { found, isOurs, withoutRule, withRule, wordsOf } from '../../states/firewall/firewall';
import type { Firewall, Rule } from '../../states/firewall/firewall';
import { firewall } from '../../states/firewall/read-firewall';
import * as state from '../../states/firewall/ufw';
import ufw, { isRead, lockout } from './ufw';

const input = z.object({
  action: field.oneOf(
    {
      allow: 'Allow',
      limit: 'Limit: at most 6 connections in 30 seconds from each address',
      deny: 'Deny: no answer',
      reject: 'Reject: refused at once',
    },
    { title: 'Action', default: 'allow' },
  ),
  port: field.ports({ description: 'A port, or a range such as 6000:6010.' }),
  protocol: field.oneOf(
    { tcp: 'TCP', udp: 'UDP', any: 'TCP and UDP' },
    { title: 'Protocol', default: 'tcp' },
  ),
  source: field.address({
    ...{ title: 'Source', default: 'any' },
    description: 'An address, a network such as 10.0.0.0/8, or “any”.',
  }),
  comment: field.line({
    ...{ title: 'Comment', max: 100, default: '', like: /^[\p{L}\p{N}_ .,:()/-]*$/u },
    message: 'Comment may have only letters, digits, spaces and the signs . , : ( ) / - _ in it.',
  }),
  first: field.flag({
    ...{ title: 'Before all other rules', advanced: true },
    description:
      'Of the rules that fit, the first decides. Otherwise it comes behind those that are there. A later change does not move it.',
  }),
});
type Input = z.output<typeof input>;

/** ufw takes a range for one protocol only. */
function rulesOf({ action, port, protocol, source }: Input): Rule[] {
  const from = source === 'any' ? {} : { from: source };
  if (protocol !== 'any') return [{ action, port, protocol, ...from }];
  const both = (['tcp', 'udp'] as const).map((one): Rule => ({ action, port, protocol: one, ...from }));
  return port.includes(':') ? both : [{ action, port, ...from }];
}

/** Why the firewall that is there stands against it. */
const conflicts = (input: Input, now: Firewall): (string | false)[] =>
  rulesOf(input).flatMap((rule) => {
    const there = found(now, rule);
    const isForeign = there !== undefined && there.action !== rule.action && !isOurs(now, rule);
    return [
      isOurs(now, rule, 'ssh') &&
        `Port ${rule.port} is let in by the firewall itself, for SSH: change that in UFW first.`,
      isForeign &&
        `The server has the rule “${wordsOf(there)}”, which Milepost did not add, and this one would replace it: delete it on the server first.`,
    ];
  });

function shutOut(input: Input, operation: string, read: { console: ConsoleConnection; firewall: Firewall }) {
  const { console, firewall: now } = read;
  const rules = rulesOf(input);
  const after =
    operation === 'install'
      ? rules.reduce((result, rule) => withRule(result, rule, { first: input.first }), now)
      : rules.filter((rule) => isOurs(now, rule, 'rule')).reduce(withoutRule, now);
  return lockout(console, after);
}

export default definePackage({
  id: 'ufw_rule',
  title: 'Firewall rule',
  category: 'security',
  description: 'Lets connections to a port in, or keeps them out.',
  within: ufw,
  // The firewall’s uninstall deletes what was added to it: one by one they would keep a person busy, and protect nothing.
  endsWithParent: true,
  input,
  instance: {
    by: ['port', 'protocol', 'source'],
    title: ({ port, protocol, source }) =>
      `rule ${port}${protocol === 'any' ? '' : `/${protocol}`}${source === 'any' ? '' : ` from ${source}`}`,
  },
  verbs: { install: 'Add', uninstall: 'Delete' },
  facts: { console: consoleConnection, firewall },

  refuse: ({ operation, input, facts }) => {
    if (operation === 'install' && input.source.endsWith('/0'))
      return [`Choose “any” instead of ${input.source} as the source.`];
    if (!isRead(facts)) return [];
    const against = operation === 'install' ? conflicts(input, facts.firewall) : [];
    return against.some(Boolean) ? against : [shutOut(input, operation, facts)];
  },

  operations: {
    install: ({ input, facts }) => {
      const { first } = input;
      const comment = input.comment.trim();
      const rules = rulesOf(input);
      return [
        step.checkSystem(!isRead(facts) && state.consoleStaysConnected(), state.isOn()),
        step.create(
          'the rule',
          rules.map((rule) => state.rule(rule, { first, ...(comment !== '' && { comment }) })),
        ),
        step.verify(rules.map((rule) => state.ruleInForce(rule))),
      ];
    },
    uninstall: ({ input, facts }) => [
      step.checkSystem(!isRead(facts) && state.consoleStaysConnected()),
      step.remove(
        'the rule',
        rulesOf(input).map((rule) => state.ruleAbsent(rule)),
      ),
      step.verifyRemoval(rulesOf(input).map((rule) => state.ownRuleGone(rule))),
    ],
  },
});
