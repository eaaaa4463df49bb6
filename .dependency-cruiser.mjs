/** Who may import whom. Each rule is an error: an import that crosses a wall is a design change, not a detail. */
const forbid = (name, comment, ...[from, to]) => ({ name, comment, severity: 'error', from, to });

export default {
  forbidden: [
    forbid('no-circular', 'A cycle has no owner.', {}, { circular: true }),
    forbid(
      'no-unresolvable',
      'An import that cannot be found.',
      { pathNot: 'next-env' },
      { couldNotResolve: true },
    ),
    forbid(
      'web-imports-api-and-contract-only',
      'The console sees the API (its router type and mounted handler) and the contract.',
      { path: '^apps/web/' },
      { path: '^(packages/(db|packages-core)|apps/worker|lab|scripts)/' },
    ),
    forbid(
      'api-gets-no-socket-and-no-secret',
      'The web process opens no socket to a server and no sealed secret. That is not a security boundary: it writes to the database, and the worker runs the plans stored there as root on every server.',
      { path: '^packages/api/', pathNot: '[.]test[.]ts$' },
      {
        path: '^(packages/packages-core/src/(ssh|engine|states)/|packages/packages-core/src/credentials/(open|private|plan-signer)|apps/worker/)',
      },
    ),
    forbid(
      'api-gets-no-ssh2',
      'Only ssh/ opens a socket to a server.',
      { pathNot: '^(packages/packages-core/src/ssh/|bench/|lab/)' },
      { path: 'node_modules/ssh2' },
    ),
    forbid(
      'workflows-import-contract-only',
      'Workflow code is replayed: it knows names and payloads, nothing that does I/O.',
      { path: '^apps/worker/src/workflows/', pathNot: '[.]test[.]ts$' },
      {
        path: '.',
        pathNot:
          '^(apps/worker/src/workflows/|packages/contract/|node_modules/@temporalio/(workflow|common)/)',
      },
    ),
    forbid(
      'definitions-are-pure',
      'A form is built from them: no Node, no network.',
      { path: '^packages/packages-core/src/definitions/', pathNot: '[.]test[.]ts$' },
      { path: '.', pathNot: '^(packages/packages-core/src/(dsl|states|definitions)/|node_modules/zod/)' },
    ),
    forbid(
      'definitions-no-node',
      'No node:* in definitions, states or the language.',
      { path: '^packages/(packages-core/src/(definitions|states)|contract/src)/', pathNot: '[.]test[.]ts$' },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'contract-imports-nothing',
      'Names and payloads.',
      { path: '^packages/contract/', pathNot: '[.]test[.]ts$' },
      { path: '.', pathNot: '^packages/contract/' },
    ),
    forbid(
      'engine-knows-no-ssh',
      'The engine runs against a Host port.',
      { path: '^packages/packages-core/src/engine/', pathNot: '[.]test[.]ts$' },
      { path: '^packages/packages-core/src/ssh/' },
    ),
    forbid(
      'core-imports-the-contract-only',
      'The package language and the engine know no database and no product around them.',
      { path: '^packages/packages-core/', pathNot: '([.]test[.]ts$|/testing/)' },
      { path: '^(packages/(db|api)|apps|lab|scripts)/' },
    ),
    forbid(
      'db-imports-the-contract-only',
      'The rows know neither servers nor screens.',
      { path: '^packages/db/', pathNot: '[.]test[.]ts$' },
      { path: '^(packages/(packages-core|api)|apps|lab|scripts)/' },
    ),
    forbid(
      'rows-and-core-write-no-messages',
      'They hold codes and fields. The API, the e-mails and the log turn them into text.',
      { path: '^packages/(db|packages-core)/', pathNot: '([.]test[.]ts$|/(testing|conformance)/)' },
      { path: '^packages/contract/src/messages/' },
    ),
    forbid(
      'apps-do-not-import-each-other',
      '',
      { path: '^apps/worker/', pathNot: '([.]test[.]ts$|^apps/worker/test/)' },
      { path: '^(apps/web|packages/api|lab)/' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|[.]next|generated)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
