import js from '@eslint/js';
import vitest from '@vitest/eslint-plugin';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** A title is read alone in the list of failures, so it is a sentence, not a clause about the title of its describe. */
const RELATIVE_CLAUSE = [
  '^(that|who|whom|whose|which|whoever|whichever|of|and|because|in one|one (that|who|of which))\\b',
  'Start a test title with its subject: "A paused operation keeps its place", not "that is paused keeps …".',
];

const NO_BARRELS = {
  selector: 'ExportAllDeclaration',
  message: 'No barrels: export what is meant, where it lives.',
};

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/',
      '**/dist/',
      '**/.next/',
      '**/generated/',
      '**/test-results/',
      '**/next-env.d.ts',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
    },
  },
  { files: ['**/*.{mjs,js}'], languageOptions: { globals: globals.node } },
  { files: ['apps/web/**/*.{ts,tsx}'], ...reactHooks.configs.flat.recommended },
  { files: ['apps/web/**/*.tsx'], ...jsxA11y.flatConfigs.recommended },
  {
    files: ['apps/web/**/*.tsx'],
    rules: {
      // The first field of a form or dialog gets the focus.
      'jsx-a11y/no-autofocus': 'off',
      // Regions that scroll must be reachable by keyboard (axe: scrollable-region-focusable).
      'jsx-a11y/no-noninteractive-tabindex': 'off',
      // Tables that CSS lays out as blocks lose their implicit roles.
      'jsx-a11y/no-redundant-roles': 'off',
      'jsx-a11y/no-interactive-element-to-noninteractive-role': ['error', { td: ['cell'] }],
    },
  },
  {
    // A file is one idea: the design card's limit.
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
      'max-params': ['error', 3],
      eqeqeq: 'error',
      'no-restricted-syntax': ['error', NO_BARRELS],
    },
  },
  {
    // The environment is read in one place an app: env.ts, parsed by zod.
    files: ['apps/*/src/**/*.{ts,tsx}', 'packages/*/src/**/*.ts'],
    ignores: ['**/env.ts', '**/*.test.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Read it in env.ts.' },
        {
          object: 'AbortSignal',
          property: 'any',
          message:
            'It leaves a reference in each source, and a listener keeps it for ever: use engine/join-signals.ts.',
        },
      ],
    },
  },
  {
    // SQL is in packages/db alone; tests look into the rows from outside.
    files: ['apps/*/src/**/*.{ts,tsx}', 'packages/*/src/**/*.ts'],
    ignores: ['packages/db/**', '**/*.test.ts', '**/testing/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        NO_BARRELS,
        {
          selector: 'MemberExpression[property.name=/^\\$(queryRaw|executeRaw)/]',
          message: 'SQL is in packages/db: write a function there.',
        },
        {
          selector: 'MemberExpression[property.name="kysely"]',
          message: 'SQL is in packages/db: write a function there.',
        },
        {
          selector: 'ImportDeclaration[source.value=/^(pg$|kysely)/]',
          message: 'SQL is in packages/db: write a function there.',
        },
        {
          selector: 'NewExpression[callee.name="AppError"][arguments.1.type=/Literal$/]',
          message: 'Text for people is in packages/contract/src/messages: use requestError with a code.',
        },
      ],
    },
  },
  { files: ['**/*.test.ts', 'e2e/**/*.ts'], rules: { 'max-lines': 'off' } },
  {
    files: ['**/*.test.ts', 'e2e/**/*.ts'],
    plugins: { vitest },
    rules: {
      // Waiting for a condition fails at its time limit.
      'vitest/expect-expect': [
        'error',
        {
          assertFunctionNames: [
            'expect*',
            '**.expect*',
            'waitUntil*',
            'follower.until',
            'looking.until',
            'Worker.runReplayHistory',
          ],
        },
      ],
      'vitest/no-commented-out-tests': 'error',
      'vitest/no-focused-tests': 'error',
      'vitest/no-identical-title': 'error',
      'vitest/no-standalone-expect': ['error', { additionalTestBlockFunctions: ['beforeAll'] }],
      'vitest/valid-expect': ['error', { maxArgs: 2 }], // the second is the message
      'vitest/valid-title': ['error', { mustNotMatch: { test: RELATIVE_CLAUSE, it: RELATIVE_CLAUSE } }],
    },
  },
  {
    // Playwright reads which fixtures are wanted from the pattern, so an empty one has to be written.
    files: ['e2e/**/*.ts'],
    rules: { 'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }] },
  },
);
