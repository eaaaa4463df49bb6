/** The account that owner.setup.ts creates. */
export const OWNER = { name: 'Ada', email: 'ada@example.com', password: 'correct horse battery staple' };
